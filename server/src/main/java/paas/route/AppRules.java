package paas.route;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.model.Amount;
import paas.proxy.AppRoute.Mode;
import paas.proxy.Login;
import paas.proxy.Pages;
import paas.proxy.Rules;
import paas.proxy.Timeouts;
import paas.proxy.Traffic;
import paas.proxy.Traffic.PathRule;
import paas.store.ProxyRules;

/**
 * What an app asks of the proxy, as the store keeps it: settings by their names, whether it is
 * paused or under maintenance, and logins.
 */
public record AppRules(Map<String, String> texts) {
  /** What the store calls the time after which an app sleeps. */
  public static final String SLEEP = "sleep";

  /** What the store calls the time for which a release that was replaced stands by. */
  public static final String KEEP = "keep";

  private static final String ASLEEP = ProxyRules.ASLEEP;
  private static final String LOGIN = "login:";
  private static final String PAGE = "page:";
  private static final String ON = "on";
  private static final int QUEUE = 100;
  private static final int FAILURES = 5;
  private static final Duration EJECTED = Duration.ofSeconds(5);
  private static final Duration EJECTED_LONGEST = Duration.ofMinutes(2);

  /** Two of the names that are not settings. */
  public enum State {
    PAUSED,
    MAINTENANCE;

    /** As the store and people call it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public AppRules {
    texts = Map.copyOf(texts);
  }

  /** What the store calls a login. */
  public static String login(String user) {
    return LOGIN + user;
  }

  /** How the store keeps a login. */
  public static String kept(Login login) {
    return login.salt() + " " + login.hash();
  }

  /** What the store calls a page of the app's own. */
  public static String page(OwnPage kind) {
    return PAGE + kind.key();
  }

  /** The app's own page of a kind. */
  public Optional<String> own(OwnPage kind) {
    return Optional.ofNullable(texts.get(page(kind)));
  }

  Pages pages() {
    return new Pages(own(OwnPage.MAINTENANCE).orElse(null), own(OwnPage.ERROR).orElse(null));
  }

  /** The change that turns a state on or off. */
  public static Map<String, Optional<String>> turn(State state, boolean on) {
    return Map.of(state.key(), on ? Optional.of(ON) : Optional.empty());
  }

  /** What is set of a rule. */
  public Optional<String> text(Rule rule) {
    return Optional.ofNullable(texts.get(rule.key()));
  }

  /** Whether requests wait. */
  public boolean paused() {
    return texts.containsKey(State.PAUSED.key());
  }

  /** Whether requests get the page of a maintenance. */
  public boolean maintenance() {
    return texts.containsKey(State.MAINTENANCE.key());
  }

  /** The users who may ask; empty: everybody. */
  public List<String> users() {
    return texts.keySet().stream()
        .filter(name -> name.startsWith(LOGIN))
        .map(name -> name.substring(LOGIN.length()))
        .sorted()
        .toList();
  }

  /** For how long the release before the live one stands by; empty: not at all. */
  public Optional<Duration> keep() {
    return Optional.ofNullable(texts.get(KEEP)).flatMap(Amount::time);
  }

  /** The same as it was typed. */
  public String keepText() {
    return texts.getOrDefault(KEEP, "");
  }

  /** After how long without a request it sleeps; empty: never. */
  public Optional<Duration> sleep() {
    return Optional.ofNullable(texts.get(SLEEP)).flatMap(Amount::time);
  }

  /** The same as it was typed. */
  public String sleepText() {
    return texts.getOrDefault(SLEEP, "");
  }

  /** Since when it sleeps; empty: it is awake. */
  public Optional<Instant> asleepSince() {
    return Optional.ofNullable(texts.get(ASLEEP)).map(Instant::parse);
  }

  /** Whether its processes are to stand still. */
  public boolean asleep() {
    return texts.containsKey(ASLEEP);
  }

  /** The change that says that it sleeps. */
  public static Map<String, Optional<String>> sleeps(Instant since) {
    return Map.of(ASLEEP, Optional.of(since.toString()));
  }

  /** How many of a hundred visitors its canary gets; empty: there is none. */
  public Optional<Integer> canaryShare() {
    return Optional.ofNullable(texts.get(ProxyRules.CANARY)).map(Integer::parseInt);
  }

  /** The change of that. */
  public static Map<String, Optional<String>> canaryShare(int percent) {
    return Map.of(ProxyRules.CANARY, Optional.of(Integer.toString(percent)));
  }

  Mode mode(Mode otherwise) {
    if (maintenance()) {
      return Mode.MAINTENANCE;
    }
    if (otherwise != Mode.SERVING) {
      return otherwise;
    }
    return paused() ? Mode.PAUSED : asleep() ? Mode.ASLEEP : otherwise;
  }

  /** A canonical host that the app has no more is none: nobody would answer there. */
  Rules rules(Set<String> hosts, Hosts platform, Set<String> certified) {
    return new Rules(
        text(Rule.CANONICAL).filter(hosts::contains).orElse(null),
        text(Rule.ALLOW).map(Rule::blocks).orElse(List.of()),
        users().stream().map(this::kept).toList(),
        text(Rule.MAX_BODY).flatMap(Amount::bytes).orElse(0L),
        tls(platform, certified),
        text(Rule.COMPRESS).filter(ON::equals).isPresent());
  }

  private Rules.@Nullable Tls tls(Hosts platform, Set<String> certified) {
    boolean redirect = text(Rule.HTTPS).isPresent();
    Optional<Duration> hsts = time(Rule.HSTS);
    boolean said = redirect || hsts.isPresent();
    return platform.tlsPort() == 0 || certified.isEmpty() || !said
        ? null
        : new Rules.Tls(
            platform.tlsPort(), certified, redirect, hsts.map(Duration::toSeconds).orElse(0L));
  }

  /** Which process gets a request, and when. */
  Traffic traffic(
      Traffic.@Nullable Check check,
      @Nullable String release,
      Set<String> canary,
      List<PathRule> paths) {
    return new Traffic(
        text(Rule.CONCURRENCY)
            .map(most -> new Traffic.Cap(Integer.parseInt(most), number(Rule.QUEUE, QUEUE)))
            .orElse(null),
        text(Rule.EJECT).filter("off"::equals).isPresent()
            ? null
            : new Traffic.Ejection(
                number(Rule.EJECT, FAILURES),
                EJECTED.toMillis(),
                EJECTED_LONGEST.toMillis(),
                text(Rule.EJECT_ERRORS).filter(ON::equals).isPresent()),
        check,
        text(Rule.STICKY).filter(ON::equals).isPresent(),
        release == null ? null : new Traffic.Canary(release, canary, canaryShare().orElse(0)),
        sleep().isPresent(),
        text(Rule.PROTOCOL).isPresent(),
        paths);
  }

  private int number(Rule rule, int usual) {
    return text(rule).map(Integer::parseInt).orElse(usual);
  }

  private Login kept(String user) {
    String[] parts = String.valueOf(texts.get(login(user))).split(" ", 2);
    return new Login(user, parts[0], parts[1]);
  }

  Timeouts timeouts(Timeouts usual) {
    return new Timeouts(
        usual.connect(),
        time(Rule.FIRST_BYTE).orElse(usual.firstByte()),
        time(Rule.IDLE).orElse(usual.idle()),
        time(Rule.HOLD).orElse(usual.hold()));
  }

  private Optional<Duration> time(Rule rule) {
    return text(rule).flatMap(Amount::time);
  }
}
