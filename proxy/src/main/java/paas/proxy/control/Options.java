package paas.proxy.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.proxy.ProxySettings;

/**
 * What a proxy in a process of its own is started with.
 *
 * @param settings with a place for the table
 * @param control where the server reaches it; null: nowhere
 * @param identity what the server tells this proxy from one with other settings by
 * @param printed whether router lines are printed
 */
record Options(ProxySettings settings, @Nullable Path control, String identity, boolean printed) {
  static final String USAGE =
      """
      usage: paas-proxy --settings FILE --control SOCKET [--identity TEXT]
             paas-proxy --listen HOST:PORT --state FILE [--tls HOST:PORT] [--control SOCKET]
                        [--io-threads N] [--jdk-tls] [--log]\
      """;
  private static final String SETTINGS = "--settings";
  private static final String LISTEN = "--listen";
  private static final String TLS = "--tls";
  private static final String STATE = "--state";
  private static final String CONTROL = "--control";
  private static final String THREADS = "--io-threads";
  private static final String IDENTITY = "--identity";
  private static final String JDK_TLS = "--jdk-tls";
  private static final String LOG = "--log";
  private static final List<String> WITH_VALUE =
      List.of(SETTINGS, LISTEN, TLS, STATE, CONTROL, THREADS, IDENTITY);

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException one sentence, when it is wrong
   * @throws IOException when the settings cannot be read
   */
  static Options of(List<String> arguments) throws IOException {
    Map<String, String> said = said(arguments);
    ProxySettings settings = said.containsKey(SETTINGS) ? read(said) : ofWords(said);
    if (said.containsKey(THREADS)) {
      settings = settings.withIoThreads(number(required(said, THREADS)));
    }
    String control = said.get(CONTROL);
    return new Options(
        settings,
        control == null ? null : Path.of(control),
        said.getOrDefault(IDENTITY, ""),
        said.containsKey(LOG));
  }

  private static ProxySettings read(Map<String, String> said) throws IOException {
    String file = required(said, SETTINGS);
    try {
      return SettingsJson.of(Files.readString(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new IOException(file + " is not there: the server writes it when it starts", e);
    }
  }

  private static ProxySettings ofWords(Map<String, String> said) {
    ProxySettings settings =
        ProxySettings.of(Addresses.of(required(said, LISTEN)), Path.of(required(said, STATE)));
    if (said.containsKey(JDK_TLS)) {
      settings = settings.withEdge(settings.edge().withJdkTls());
    }
    return said.containsKey(TLS) ? settings.withTls(Addresses.of(required(said, TLS))) : settings;
  }

  private static Map<String, String> said(List<String> arguments) {
    Map<String, String> said = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (name.equals(LOG) || name.equals(JDK_TLS)) {
        said.put(name, "");
      } else if (!WITH_VALUE.contains(name)) {
        throw new IllegalArgumentException("unknown option '" + name + "'");
      } else if (++i == arguments.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      } else {
        said.put(name, arguments.get(i));
      }
    }
    return said;
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("not a number: " + text);
    }
    return Integer.parseInt(text);
  }

  private static String required(Map<String, String> said, String name) {
    String value = said.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
