package paas.buildpacks.dotnet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * A project file: .csproj, .fsproj or .vbproj.
 *
 * @param path in the tree
 * @param text its XML
 */
record DotnetProject(String path, String text) {
  private static final Pattern FILE = Pattern.compile(".+\\.(?:cs|fs|vb)proj");
  private static final Pattern SDK =
      Pattern.compile("<Project\\s[^>]{0,300}\\bSdk\\s*=\\s*\"([^\"]{1,100})\"");
  private static final Pattern FRAMEWORK = Pattern.compile("<TargetFrameworks?>\\s*([^<;]{1,40})");
  private static final Pattern NET = Pattern.compile("net(?:coreapp)?(\\d{1,2}\\.\\d)(?:-.*)?");
  private static final Pattern ASSEMBLY =
      Pattern.compile("<AssemblyName>\\s*([A-Za-z0-9_.-]{1,100})\\s*</AssemblyName>");
  private static final Pattern PROGRAM = Pattern.compile("<OutputType>\\s*(?:Exe|WinExe)\\s*<");

  static boolean isProject(String name) {
    return FILE.matcher(name).matches();
  }

  static DotnetProject read(SourceTree tree, String path) {
    String text = tree.read(path).orElseThrow();
    int line = 0;
    for (String one : (Iterable<String>) text.lines()::iterator) {
      line++;
      if (SourceText.isMergeMarker(one)) {
        throw new BrokenSource(
            path, line, "holds a merge marker", "Resolve the conflict and commit again.");
      }
    }
    if (!text.contains("<Project")) {
      throw new BrokenSource(path, 1, "is no project of .NET", "It must hold <Project>.");
    }
    return new DotnetProject(path, text);
  }

  private Optional<String> first(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  boolean isWeb() {
    return first(SDK).filter(sdk -> sdk.equals("Microsoft.NET.Sdk.Web")).isPresent();
  }

  /** A worker is a program too; a library and a project of tests are none. */
  boolean isProgram() {
    boolean tests = text.contains("Microsoft.NET.Test.Sdk");
    boolean worker = first(SDK).filter(sdk -> sdk.equals("Microsoft.NET.Sdk.Worker")).isPresent();
    return isWeb() || worker || (PROGRAM.matcher(text).find() && !tests);
  }

  /** The framework it is made for, as it is written: "net8.0". */
  Optional<String> framework() {
    return first(FRAMEWORK).map(String::strip);
  }

  /** The version in that: "8.0". */
  static Optional<String> version(String framework) {
    Matcher matcher = NET.matcher(framework);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  String folder() {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  /** The name of what it makes, without the end. */
  String assembly() {
    String file = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
    return first(ASSEMBLY).orElse(file);
  }
}
