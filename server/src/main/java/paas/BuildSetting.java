package paas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import paas.engine.Supply;

/**
 * Where builds get things from.
 *
 * @param mirrors of image registries, by host
 * @param ca a file of certificates, "" for none
 * @param env for the steps of builds
 */
record BuildSetting(Map<String, String> mirrors, String ca, Map<String, String> env) {
  static final BuildSetting DEFAULT = new BuildSetting(Map.of(), "", Map.of());
  private static final String HOST = "[A-Za-z0-9][A-Za-z0-9.-]{0,252}(:[0-9]{1,5})?";
  private static final int MOST_CERTIFICATES = 20;
  private static final int LONGEST_VALUE = 4096;

  BuildSetting {
    mirrors = Map.copyOf(mirrors);
    env = Map.copyOf(env);
    mirrors.forEach((host, mirror) -> {
      BadSetting.unless(
          host.matches(HOST), "mirrors", "has '" + host + "', which is no host such as docker.io");
      BadSetting.unless(
          mirror.matches(HOST + "(/[a-z0-9][a-z0-9._-]*)*"),
          "mirrors",
          "has '" + mirror + "', which is no place such as mirror.example.com or its /folder");
    });
    env.forEach((name, value) -> {
      BadSetting.unless(
          name.matches("[A-Za-z_][A-Za-z0-9_]{0,254}"),
          "env",
          "has '" + name + "', which is no name of a variable");
      BadSetting.unless(
          value.length() <= LONGEST_VALUE && value.chars().noneMatch(Character::isISOControl),
          "env",
          "has a value of " + name + " that is not one line of at most 4096 characters");
    });
    certificates(ca);
  }

  Supply supply(Function<String, Optional<Supply.Login>> logins) {
    return new Supply(mirrors, certificates(ca), env, logins);
  }

  /** PEM texts, one certificate each. */
  List<String> certificates() {
    return certificates(ca);
  }

  /** Each by itself, so that nothing of the file but certificates goes anywhere. */
  private static List<String> certificates(String file) {
    if (file.isEmpty()) {
      return List.of();
    }
    List<String> pem = new ArrayList<>();
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        byte[] lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(one.getEncoded());
        pem.add(
            "-----BEGIN CERTIFICATE-----\n"
                + new String(lines, StandardCharsets.US_ASCII)
                + "\n-----END CERTIFICATE-----");
      }
    } catch (IOException e) {
      throw new BadSetting("ca", "names " + file + ", which cannot be read: " + e.getMessage());
    } catch (CertificateException e) {
      throw new BadSetting("ca", "names " + file + ", which holds no certificates in PEM form");
    }
    BadSetting.unless(!pem.isEmpty(), "ca", "names " + file + ", which holds no certificate");
    BadSetting.unless(
        pem.size() <= MOST_CERTIFICATES, "ca", "names " + file + ", which holds more than 20");
    return List.copyOf(pem);
  }
}
