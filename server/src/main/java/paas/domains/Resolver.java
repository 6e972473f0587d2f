package paas.domains;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/** Asks the DNS, by the JDK's own client. Each question ends in a few seconds. */
final class Resolver {
  /** Doubled with each try. */
  private static final Duration FIRST_WAIT = Duration.ofMillis(700);

  private static final int TRIES = 2;

  private final String url;

  /**
   * @param server {@code HOST:PORT}; empty: as the machine is set up
   */
  Resolver(String server) {
    url = server.isEmpty() ? "dns:" : "dns://" + server;
  }

  /**
   * The records of this kind, without quotes and final dots.
   *
   * <p>The context of the DNS makes texts of records, never objects; JNDI wants its old table.
   */
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  DnsAnswer ask(String name, String type) {
    Hashtable<String, String> how = new Hashtable<>();
    how.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    how.put(Context.PROVIDER_URL, url);
    how.put("com.sun.jndi.dns.timeout.initial", Long.toString(FIRST_WAIT.toMillis()));
    how.put("com.sun.jndi.dns.timeout.retries", Integer.toString(TRIES));
    try {
      InitialDirContext context = new InitialDirContext(how);
      try {
        Attribute found = context.getAttributes(name, new String[] {type}).get(type);
        return new DnsAnswer(type, found == null ? List.of() : values(found), null);
      } finally {
        context.close();
      }
    } catch (NameNotFoundException e) {
      return new DnsAnswer(type, List.of(), null);
    } catch (CommunicationException e) {
      return new DnsAnswer(type, List.of(), "the DNS server does not answer");
    } catch (NamingException e) {
      return new DnsAnswer(type, List.of(), "the DNS server answered: " + e.getMessage());
    }
  }

  private static List<String> values(Attribute found) throws NamingException {
    List<String> values = new ArrayList<>();
    NamingEnumeration<?> all = found.getAll();
    while (all.hasMore()) {
      String value = String.valueOf(all.next());
      String bare = value.length() > 1 && value.startsWith("\"") ? unquoted(value) : value;
      values.add(bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare);
    }
    return values.stream().map(value -> value.toLowerCase(Locale.ROOT)).sorted().toList();
  }

  private static String unquoted(String value) {
    return value.substring(1, value.length() - 1).replace("\" \"", "");
  }
}
