package paas.domains;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import paas.model.Printable;
import paas.model.UserError;

/**
 * A host that an app may answer to, such as {@code www.example.com} or {@code *.example.com}.
 *
 * @param ascii in lower case, labels of other scripts in punycode
 */
public record DomainName(String ascii) {
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[?[0-9a-f.]*:[0-9a-f:.]*]?");

  /** Browsers and older libraries read these differently, so that they would lead elsewhere. */
  private static final Pattern DEVIATING = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

  private static final String WILD = "*.";
  private static final int LONGEST = 253;
  private static final String CHALLENGE = "_paas-challenge.";

  /**
   * Reads what a person typed.
   *
   * @throws UserError of wrong usage when it is no name of a host, or one that looks like another
   */
  public static DomainName of(String typed) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    boolean wild = text.startsWith(WILD);
    String base = wild ? text.substring(WILD.length()) : text;
    if (ADDRESS.matcher(base).matches()) {
      throw UserError.usage(
          "'" + Printable.of(typed) + "' is an address", "name a host, such as www.example.com");
    }
    if (DEVIATING.matcher(base).find()) {
      throw UserError.usage(
          "'" + Printable.of(typed) + "' has a letter that programs read in two ways",
          "write it in punycode, as your registrar shows it: xn--...");
    }
    String ascii = ascii(base);
    boolean host = ascii.length() <= LONGEST && HOST.matcher(ascii).matches();
    String written = unicode(ascii);
    // Punycode that stands for nothing is left as it was.
    boolean stands = !("." + written).contains(".xn--") && ascii.equals(ascii(written));
    if (!host || !stands) {
      throw UserError.usage(
          "'" + Printable.of(typed) + "' is not a domain",
          "name one such as www.example.com, without http:// and without a port");
    }
    Scripts.demandUnmistakable(written);
    return new DomainName(wild ? WILD + ascii : ascii);
  }

  private static String unicode(String ascii) {
    return IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
  }

  /** Letters that are newer than the JDK's tables of names are let through: the DNS has them. */
  private static String ascii(String text) {
    try {
      String ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  public boolean wildcard() {
    return ascii.startsWith(WILD);
  }

  /** The name without {@code *.} */
  public String base() {
    return wildcard() ? ascii.substring(WILD.length()) : ascii;
  }

  /** Where a TXT record shows whose it is. */
  public String challenge() {
    return CHALLENGE + base();
  }

  /** As its owner would write it. */
  public String display() {
    return (wildcard() ? WILD : "") + unicode(base());
  }

  /** The wildcard that stands for this name too; of a wildcard there is none. */
  public static String wildcardOf(String host) {
    int dot = host.startsWith(WILD) ? -1 : host.indexOf('.');
    return dot < 0 ? "" : "*" + host.substring(dot);
  }

  @Override
  public String toString() {
    return ascii;
  }
}
