package paas.engine.docker;

import java.util.List;
import java.util.regex.Pattern;
import paas.engine.BuildFailed;

/** Puts why an image could not be pulled into words: whose answer it was, and what to do. */
final class PullFailure {
  private static final String OR_PROVIDE =
      "or provide the image yourself (docker load; scripts/base-images.sh makes stand-ins for the"
          + " official ones)";

  /** First match wins: an answer that names a host also holds words of the others. */
  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              "x509|certificate|tls: ",
              "its certificate is not trusted by the Docker engine",
              "put its CA into /etc/docker/certs.d/HOST/ca.crt on the engine's machine"),
          new Cause(
              "server gave HTTP response to HTTPS client",
              "it speaks HTTP, which the Docker engine does not accept of it",
              "give it a certificate, or name it in insecure-registries of Docker's daemon.json"),
          new Cause(
              "toomanyrequests|rate limit",
              "it has given as many images as it gives without a login",
              "log in: ssh paas registry:login HOST USER, or set a mirror (build.mirrors)"),
          new Cause(
              "incorrect username or password|authentication failed|401 Unauthorized.*login",
              "it refuses the name and the password",
              "log in again: ssh paas registry:login HOST USER"),
          new Cause(
              "unauthorized|authentication required|no basic auth credentials|denied|forbidden",
              "it wants a login, or there is no such image",
              "log in: ssh paas registry:login HOST USER, or mend the image's name"),
          new Cause(
              "no such host|dial tcp|i/o timeout|connection refused|unreachable|lookup "
                  + "|context deadline exceeded|Client\\.Timeout|proxyconnect|EOF|connection reset"
                  + "|not within",
              "it cannot be reached",
              "look at the network of the Docker engine, set a mirror (build.mirrors), "
                  + OR_PROVIDE),
          new Cause(
              "manifest unknown|not found|manifest for .* not found|no such image",
              "it has no such image, or no such tag of it",
              "mend the image's name or the version that is asked for, " + OR_PROVIDE),
          new Cause(
              "no matching manifest for",
              "it has the image for other processors only",
              "choose another image or tag"));

  private PullFailure() {}

  /**
   * The failure in words.
   *
   * @param asked where the image was asked for, which may be a mirror
   * @param reason what Docker said
   */
  static BuildFailed of(String image, ImageName asked, String reason) {
    String what =
        "the base image " + image + " is not here and " + asked.host() + " does not give it: ";
    for (Cause cause : CAUSES) {
      if (cause.pattern().matcher(reason).find()) {
        return new BuildFailed(
            what + cause.sentence(), cause.remedy().replace("HOST", asked.host()), List.of(reason));
      }
    }
    return new BuildFailed(what + reason, "look at the registry, " + OR_PROVIDE);
  }

  private record Cause(Pattern pattern, String sentence, String remedy) {
    Cause(String pattern, String sentence, String remedy) {
      this(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), sentence, remedy);
    }
  }
}
