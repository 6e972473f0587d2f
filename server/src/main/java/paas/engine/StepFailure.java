package paas.engine;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the end of a build's step into a sentence, with its cause where the step names a known one.
 */
public final class StepFailure {
  private static final int KILLED = 137;
  private static final int NOT_FOUND = 127;

  /** First match wins: what is behind several of them comes first. */
  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              "^bin/detect does not know this app$",
              "the app is none of its kind",
              "take another buildpack: ssh paas buildpacks:remove, buildpacks:add"),
          new Cause(
              "heap out of memory|signal: killed|\\(signal: 9|java\\.lang\\.OutOfMemoryError"
                  + "|^MemoryError|virtual memory exhausted|Killed signal terminated",
              "it ran out of memory",
              "let the build use less, or give the machine more"),
          new Cause(
              "no space left on device|ENOSPC|Errno 28\\b|disk quota exceeded",
              "the disk is full",
              "free some space on the server's disk and push again"),
          new Cause(
              "`npm ci` can only install packages|Your lockfile needs to be updated"
                  + "|The lockfile would have been (?:modified|created) by this install"
                  + "|ERR_PNPM_(?:OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH)"
                  + "|The lockfile at `uv\\.lock` needs to be updated"
                  + "|lock file .{0,300}needs to be updated but --locked"
                  + "|changed significantly since poetry\\.lock was last generated"
                  + "|Please run `pdm lock` to update the lock file"
                  + "|ERROR:: Aborting deploy" // Pipenv, whose longer line is broken anywhere
                  + "|install in deployment mode after changing|because frozen mode is set"
                  + "|is not present in the lock file"
                  + "|the lock is outdated|lock mismatch: the dependency is out of date"
                  + "|error NU1004|missing go\\.sum entry|updates to go\\.mod needed",
              "the lock file is out of step with what the app asks for",
              "install once where you develop, commit the lock file, and push again"),
          new Cause(
              "self[- ]signed certificate|unable to get local issuer certificate"
                  + "|CERTIFICATE_VERIFY_FAILED|UNABLE_TO_VERIFY_LEAF_SIGNATURE"
                  + "|PKIX path building failed|certificate signed by unknown authority"
                  + "|invalid peer certificate",
              "the registry's certificate is not trusted",
              "docs/closed-network.md says how to make it so"),
          new Cause(
              "(?:UnknownHost|Connect|SocketTimeout|NoRouteToHost)Exception.{0,200}services\\.gradle\\.org|Downloading"
                  + " from \\S{0,200}/gradle-[\\w.-]{1,40}\\.zip failed",
              "the Gradle wrapper could not get Gradle from the server of its distributionUrl",
              "let the server reach it, name a mirror in gradle/wrapper/gradle-wrapper.properties,"
                  + " or remove gradlew to build with the image's own Gradle"),
          new Cause(
              "invalid (?:target|source) release|error: release version \\d+ not supported"
                  + "|Unsupported class file major version|No matching toolchains? found"
                  + "|Cannot find a Java installation",
              "it was built with another Java than it is written for",
              "name the Java in system.properties: java.runtime.version=21"),
          new Cause(
              "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT"
                  + "|Could not resolve host|Temporary failure in name resolution"
                  + "|Name or service not known|Failed to establish a new connection"
                  + "|dial tcp.{0,200}(?:i/o timeout|refused|no such host|unreachable)"
                  + "|error sending request for url|dns error|spurious network error"
                  + "|Unknown host|UnknownHostException|Connection timed out|Connection refused"
                  + "|Unable to load the service index for source",
              "the registry cannot be reached",
              "look at the server's network (docs/closed-network.md tells of mirrors), push again"),
          new Cause(
              "No matching version found for (?:npm|pnpm|bun|yarn|@yarnpkg/cli-dist)@",
              "the registry has no such version of the package manager",
              "name one that there is in \"packageManager\" of package.json, or take that line out"),
          new Cause(
              "\\bE404\\b|\\bETARGET\\b|ERR_PNPM_(?:FETCH_404|NO_MATCHING_VERSION)|No matching"
                  + " (?:version|distribution) found|Couldn't find (?:any"
                  + " versions|package)|YN0035|was not found in the package registry|no matching"
                  + " package named|there (?:is|are) no versions? of|Could not find"
                  + " artifact|unknown revision|not found in registry",
              "a package or a version of it was not found in the registry",
              "look at its name and version, and whether the server may see it"),
          new Cause(
              "Missing script:|ERR_PNPM_NO_SCRIPT|Couldn't find a script named",
              "package.json has no such script",
              "add it to \"scripts\""));

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:^|\\s)(?:sh|bash|/bin/sh)?:? ?(?:line )?\\d*:? ?([^\\s:]{1,60}): (?:command )?not"
              + " found\\b");

  private StepFailure() {}

  /**
   * The failure of a step.
   *
   * @param said what it wrote
   */
  public static BuildFailed of(String title, int exitCode, StepLines said) {
    String failed = "'" + title + "' failed with exit code " + exitCode;
    Cause cause = cause(exitCode, said.kept());
    return new BuildFailed(
        cause.sentence().isEmpty() ? failed : failed + ": " + cause.sentence(),
        cause.remedy(),
        said.last());
  }

  private static Cause cause(int exitCode, List<String> lines) {
    if (exitCode == KILLED) {
      return new Cause(
          "", "it was killed, as when memory runs out", "let the build use less, or add memory");
    }
    for (Cause cause : CAUSES) {
      if (lines.stream().anyMatch(line -> cause.pattern().matcher(line).find())) {
        return cause;
      }
    }
    if (exitCode == NOT_FOUND) {
      return notFound(lines);
    }
    return new Cause("", "", "its last lines say why; try the same where you develop");
  }

  private static Cause notFound(List<String> lines) {
    String name =
        lines.reversed().stream()
            .map(COMMAND::matcher)
            .filter(Matcher::find)
            .map(found -> " " + found.group(1))
            .findFirst()
            .orElse("");
    return new Cause(
        "",
        "the command" + name + " was not found",
        "add the package that brings it to what the app installs");
  }

  /** A cause, and how tools tell it. */
  private record Cause(Pattern pattern, String sentence, String remedy) {
    Cause(String pattern, String sentence, String remedy) {
      this(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), sentence, remedy);
    }
  }

  /** For people: how a step that failed is noted where others have their time. */
  public static String note(long nanos) {
    return String.format(Locale.ROOT, "failed after %.1f s", nanos / 1e9);
  }
}
