package paas.buildpacks.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What builds at one place need beside the plan. None of it is part of what they make.
 *
 * @param certificates PEM texts, one certificate each, to be trusted beside the usual ones
 * @param env such as mirrors of package registries
 */
public record Surroundings(List<String> certificates, Map<String, String> env) {
  public static final Surroundings USUAL = new Surroundings(List.of(), Map.of());

  private static final String FOLDER = "/usr/local/share/paas-build";

  /** Java reads a store of its own, which takes one certificate at a time. */
  private static final String TRUST =
      "d="
          + FOLDER
          + "; mkdir -p $d; n=0; for c; do n=$((n+1));"
          + " printf '%s\\n' \"$c\" >$d/$n.pem; cat $d/$n.pem >>$d/added.pem;"
          + " if command -v keytool >/dev/null; then keytool -importcert -noprompt -cacerts"
          + " -storepass changeit -alias paas-$n -file $d/$n.pem; fi; done;"
          + " cat /etc/ssl/certs/ca-certificates.crt >$d/all.pem 2>/dev/null;"
          + " cat $d/added.pem >>$d/all.pem";

  public Surroundings {
    certificates = List.copyOf(certificates);
    env = Map.copyOf(env);
  }

  /**
   * The variables by which tools are told whom to trust.
   *
   * @param added a file of the added certificates alone
   * @param all a file of them and the usual ones, for tools that then read no other
   */
  public static Map<String, String> trust(String added, String all) {
    Map<String, String> env = new TreeMap<>();
    env.put("NODE_EXTRA_CA_CERTS", added);
    env.put("DENO_CERT", added);
    for (String name :
        List.of(
            "SSL_CERT_FILE",
            "PIP_CERT",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "CARGO_HTTP_CAINFO",
            "GIT_SSL_CAINFO",
            "HEX_CACERTS_PATH")) {
      env.put(name, all);
    }
    return env;
  }

  /** Lines of a Dockerfile for the stage in which is built, which nothing else is made of. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Map<String, String> all = new TreeMap<>();
    if (!certificates.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("sh", "-c", TRUST, "sh"));
      command.addAll(certificates);
      lines.add("RUN " + DockerfileRenderer.json(command));
      all.putAll(trust(FOLDER + "/added.pem", FOLDER + "/all.pem"));
    }
    all.putAll(env);
    all.forEach((name, value) -> lines.add("ENV " + name + "=\"" + escaped(value) + "\""));
    return lines;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$");
  }
}
