package paas.proxy.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
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
public record Options(
    ProxySettings settings, @Nullable Path control, String identity, boolean printed) {
  static final String USAGE =
      "usage: paas-proxy --listen HOST:PORT --state FILE [--tls HOST:PORT] [--control SOCKET]"
          + " [--trusted BLOCK,...] [--io-threads N] [--identity TEXT] [--log]";
  private static final String LISTEN = "--listen";
  private static final String TLS = "--tls";
  private static final String STATE = "--state";
  private static final String CONTROL = "--control";
  private static final String TRUSTED = "--trusted";
  private static final String THREADS = "--io-threads";
  private static final String IDENTITY = "--identity";
  private static final String LOG = "--log";
  private static final List<String> WITH_VALUE =
      List.of(LISTEN, TLS, STATE, CONTROL, TRUSTED, THREADS, IDENTITY);

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException one sentence, when it is wrong
   */
  static Options of(List<String> arguments) {
    Map<String, String> said = said(arguments);
    ProxySettings settings =
        ProxySettings.of(address(required(said, LISTEN)), Path.of(required(said, STATE)));
    if (said.containsKey(TLS)) {
      settings = settings.withTls(address(required(said, TLS)));
    }
    if (said.containsKey(TRUSTED)) {
      settings = settings.withTrustedProxies(List.of(required(said, TRUSTED).split(",")));
    }
    if (said.containsKey(THREADS)) {
      settings = settings.withIoThreads(Integer.parseInt(required(said, THREADS)));
    }
    String control = said.get(CONTROL);
    return new Options(
        settings,
        control == null ? null : Path.of(control),
        said.getOrDefault(IDENTITY, ""),
        said.containsKey(LOG));
  }

  private static Map<String, String> said(List<String> arguments) {
    Map<String, String> said = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (name.equals(LOG)) {
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

  private static String required(Map<String, String> said, String name) {
    String value = said.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not HOST:PORT: " + text);
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(text.substring(0, colon)),
          Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no such host: " + text, e);
    }
  }

  /** The command line that {@link #of} reads as this. */
  public List<String> arguments() {
    List<String> all = new ArrayList<>(List.of(LISTEN, text(settings.listen())));
    InetSocketAddress tls = settings.listenTls();
    if (tls != null) {
      all.addAll(List.of(TLS, text(tls)));
    }
    all.addAll(List.of(STATE, String.valueOf(settings.state())));
    if (control != null) {
      all.addAll(List.of(CONTROL, control.toString()));
    }
    if (!settings.trustedProxies().isEmpty()) {
      all.addAll(List.of(TRUSTED, String.join(",", settings.trustedProxies())));
    }
    all.addAll(List.of(THREADS, "" + settings.ioThreads(), IDENTITY, identity));
    if (printed) {
      all.add(LOG);
    }
    return all;
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
