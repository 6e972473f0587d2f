package paas;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.acme.AcmeSettings;
import paas.acme.Certifier;
import paas.route.Proofs;
import paas.route.Router;
import paas.store.Store;

/**
 * Who issues certificates that are ordered by themselves, and how.
 *
 * @param directory a name, or the address of the authority's directory
 * @param contact an address of mail; "": none
 * @param dnsHook a program; "": none
 * @param ca a file of certificates; "": none
 */
record AcmeSetting(String directory, String contact, String dnsHook, String ca, boolean wildcard) {
  private static final Map<String, String> KNOWN =
      Map.of(
          "letsencrypt", "https://acme-v02.api.letsencrypt.org/directory",
          "letsencrypt-staging", "https://acme-staging-v02.api.letsencrypt.org/directory");

  static final AcmeSetting DEFAULT = new AcmeSetting("letsencrypt", "", "", "", false);

  AcmeSetting {
    BadSetting.unless(
        KNOWN.containsKey(directory) || directory.matches("https://[\\x21-\\x7e]+"),
        "directory",
        "is not letsencrypt, letsencrypt-staging or an address with https://");
    BadSetting.unless(
        contact.matches("|[^@\\s]+@[^@\\s]+"),
        "contact",
        "is not an address such as ops@example.com");
    file("dns-hook", dnsHook);
    file("ca", ca);
    BadSetting.unless(
        dnsHook.isEmpty() || Files.isExecutable(Path.of(dnsHook)),
        "dns-hook",
        "is not a program that may be run");
    BadSetting.unless(
        !wildcard || !dnsHook.isEmpty(),
        "wildcard",
        "needs a dns-hook: wildcards are proven in the DNS");
  }

  private static void file(String key, String path) {
    BadSetting.unless(
        path.isEmpty() || (Path.of(path).isAbsolute() && Files.isReadable(Path.of(path))),
        key,
        "is not the whole path of a file that can be read");
  }

  Certifier certifier(Store store, Router router, Proofs proofs) {
    AcmeSettings how =
        new AcmeSettings(
            URI.create(KNOWN.getOrDefault(directory, directory)),
            contact,
            path(dnsHook),
            path(ca),
            wildcard);
    return new Certifier(store, router, proofs, how, InstantSource.system());
  }

  private static @Nullable Path path(String of) {
    return of.isEmpty() ? null : Path.of(of);
  }
}
