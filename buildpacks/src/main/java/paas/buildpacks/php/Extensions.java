package paas.buildpacks.php;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildStep;

/**
 * Extensions of PHP beside those that it always has. The official image compiles them, a machine
 * has them as packages.
 *
 * @param required without which the build fails
 * @param useful what most apps of the kind have
 */
record Extensions(List<String> required, List<String> useful) {
  /** Where the official image keeps them. */
  static final List<String> PLACES =
      List.of("/usr/local/etc/php/conf.d", "/usr/local/lib/php/extensions");

  private static final String SCRIPT = ".paas/php-extensions.sh";

  /** The libraries that one needs to run. */
  private static final Map<String, List<String>> LIBRARIES =
      new TreeMap<>(
          Map.of(
              "gd", List.of("libfreetype6", "libjpeg62-turbo", "libpng16-16", "libwebp7"),
              "imagick", List.of("libmagickwand-6.q16-6"),
              "intl", List.of("libicu72"),
              "ldap", List.of("libldap-2.5-0"),
              "pdo_pgsql", List.of("libpq5"),
              "pgsql", List.of("libpq5"),
              "tidy", List.of("libtidy5deb1"),
              "xsl", List.of("libxslt1.1"),
              "zip", List.of("libzip4")));

  static Extensions of(ComposerJson composer) {
    List<String> useful = new ArrayList<>(List.of("opcache"));
    if (composer.has("laravel/framework") || composer.has("doctrine/doctrine-bundle")) {
      useful.addAll(List.of("pdo_mysql", "pdo_pgsql"));
    }
    useful.removeAll(composer.extensions());
    return new Extensions(composer.extensions(), useful);
  }

  AddedFile script() {
    return new AddedFile(SCRIPT, WebRoot.resource("extensions.sh"));
  }

  BuildStep step() {
    List<String> command =
        Stream.of(
                Stream.of("sh", SCRIPT), required.stream(), useful.stream().map(name -> "?" + name))
            .flatMap(words -> words)
            .toList();
    return new BuildStep(
        BuildStep.Role.TOOL,
        "php extensions",
        List.of(SCRIPT),
        List.of(command),
        List.of(),
        List.of());
  }

  List<String> libraries() {
    return Stream.concat(required.stream(), useful.stream())
        .flatMap(name -> LIBRARIES.getOrDefault(name, List.of()).stream())
        .distinct()
        .toList();
  }
}
