package paas.buildpacks.language;

import java.util.Locale;

/** One decision that people may take themselves, in paas.yml or in the app's config. */
public enum Correction {
  /** The folder of the repository that is the app. */
  ROOT,
  /** How it is built: auto, dockerfile, or a language. */
  BUILDER,
  /** The Dockerfile's path, where it is another than {@code Dockerfile}. */
  DOCKERFILE,
  PACKAGE_MANAGER,
  INSTALL(true),
  BUILD(true),
  START(true),
  /** Runs before the release command. */
  PREDEPLOY(true),
  /** Runs before traffic moves. */
  RELEASE(true),
  /** Runs when the traffic has moved. */
  POSTDEPLOY(true),
  /** The folder of files that is served in place of a process. */
  STATIC,
  /** The file that a static site answers with where it has none: {@code index.html}. */
  FALLBACK,
  /** The path that answers when the app is ready. */
  HEALTH;

  private final boolean command;

  Correction() {
    this(false);
  }

  Correction(boolean command) {
    this.command = command;
  }

  /** As paas.yml names it: {@code package-manager}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As the app's config names it: {@code PAAS_PACKAGE_MANAGER}, {@code PAAS_BUILD_COMMAND}. */
  public String variable() {
    return "PAAS_" + name() + (command ? "_COMMAND" : "");
  }
}
