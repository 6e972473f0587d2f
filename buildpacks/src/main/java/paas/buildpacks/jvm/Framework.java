package paas.buildpacks.jvm;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import paas.buildpacks.plan.StartCommand;

/**
 * What a program of the JVM is made with, as far as its start depends on it: how it is told the
 * port, and that the proxy may be believed about the visitor.
 */
enum Framework {
  SPRING_BOOT(
      "Spring Boot",
      "-Dserver.port=$PORT -Dserver.forward-headers-strategy=native",
      "",
      "env SERVER_PORT=$PORT SERVER_FORWARD_HEADERS_STRATEGY=native"),
  QUARKUS(
      "Quarkus",
      "-Dquarkus.http.host=0.0.0.0 -Dquarkus.http.port=$PORT"
          + " -Dquarkus.http.proxy.proxy-address-forwarding=true",
      "",
      "env QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=$PORT"),
  MICRONAUT("Micronaut", "-Dmicronaut.server.port=$PORT", "", "env MICRONAUT_SERVER_PORT=$PORT"),
  /** Its own main class reads the port from its arguments. */
  KTOR("Ktor", "", "-port=$PORT", ""),
  PLAY("Play", "-Dhttp.port=$PORT -Dplay.server.pidfile.path=/dev/null", "", ""),
  NONE("mainClass", "", "", "");

  /** Start scripts of Gradle and sbt read it too. */
  private static final String OPTIONS_VARIABLE = "JAVA_OPTS";

  private final String shown;
  private final String options;
  private final String arguments;
  private final String environment;

  Framework(String shown, String options, String arguments, String environment) {
    this.shown = shown;
    this.options = options;
    this.arguments = arguments;
    this.environment = environment;
  }

  /**
   * Lets the heap take most of what the container has: the usual quarter leaves the rest unused.
   * The app's config may say otherwise.
   */
  static Map<String, String> memory() {
    return Map.of(OPTIONS_VARIABLE, "-XX:MaxRAMPercentage=75.0");
  }

  StartCommand jar(String jar) {
    return java("-jar " + jar);
  }

  /** Of a class and what else the machine is to be told: {@code -cp classes Main}. */
  StartCommand java(String what) {
    return command("java", "$" + OPTIONS_VARIABLE, options, what, arguments);
  }

  /** Of a start script that the build tool wrote. */
  StartCommand script(String path) {
    return this == PLAY ? command(path, options) : command(environment, path, arguments);
  }

  private StartCommand command(String... words) {
    return new StartCommand(
        Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" ")), shown);
  }
}
