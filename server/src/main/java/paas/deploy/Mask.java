package paas.deploy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Hides the values of an app's config in what its build and its processes print: {@code
 * [config:API_KEY]} takes their place. It knows a value also in the usual encodings, and its pieces
 * at the ends of lines, where a line was broken. Short values and plain words are left alone, for
 * hiding "production" would make logs hard to read and protect nothing. For any thread.
 */
public final class Mask {
  static final int SHORTEST = 6;

  /** A piece of a value at the start or the end of a line; shorter ones are met by chance. */
  private static final int SHORTEST_PIECE = 10;

  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Z]?[a-z]{1,14}|[A-Z]{1,15}|[0-9]{1,9}|v?[0-9]+(\\.[0-9]+){1,3}|[0-9]{1,9}[a-zA-Z]{1,2}");
  private static final Pattern SOUNDS_SECRET =
      Pattern.compile(
          "SECRET|TOKEN|PASS|PWD|KEY|CRED|AUTH|PRIVATE|SALT|CERT", Pattern.CASE_INSENSITIVE);

  /** A text to hide and the key that stands for it. */
  private record Hidden(String key, String text) {}

  /** A place in a line. */
  private record Place(int from, int to, String key) {}

  private volatile List<Hidden> hidden = List.of();

  /** Hides the values of this config from now on, beside those that it hides already. */
  public void add(Map<String, String> config) {
    List<Hidden> all = new ArrayList<>(hidden);
    config.forEach((key, value) -> {
      for (String line : value.split("[\r\n]+", -1)) {
        String text = line.strip();
        if (isSecret(key, text)) {
          Encodings.of(text).forEach(form -> all.add(new Hidden(key, form)));
        }
      }
    });
    all.sort(Comparator.comparingInt(text -> -text.text().length()));
    hidden = all.stream().distinct().toList();
  }

  /** Whether a value, or a line of one, is hidden. */
  static boolean isSecret(String key, String text) {
    return text.length() >= SHORTEST
        && (SOUNDS_SECRET.matcher(key).find() || !PLAIN.matcher(text).matches());
  }

  /** The text with what is hidden replaced; most texts are returned as they are. */
  public String hide(String text) {
    List<Hidden> now = hidden;
    if (now.isEmpty() || text.length() < SHORTEST) {
      return text;
    }
    List<Place> places = new ArrayList<>();
    for (Hidden one : now) {
      int at = text.indexOf(one.text());
      while (at >= 0) {
        places.add(new Place(at, at + one.text().length(), one.key()));
        at = text.indexOf(one.text(), at + 1);
      }
    }
    addPieces(now, text, places);
    return places.isEmpty() ? text : replaced(text, places);
  }

  private static void addPieces(List<Hidden> hidden, String text, List<Place> places) {
    int start = 0;
    while (start < text.length() && text.charAt(start) <= ' ') {
      start++;
    }
    int end = text.length();
    while (end > start && (text.charAt(end - 1) <= ' ' || text.charAt(end - 1) == '\\')) {
      end--;
    }
    for (Hidden one : hidden) {
      int length = pieceAtStart(one.text(), text, start, end);
      if (length > 0) {
        places.add(new Place(start, start + length, one.key()));
      }
      length = pieceAtEnd(one.text(), text, start, end);
      if (length > 0) {
        places.add(new Place(end - length, end, one.key()));
      }
    }
  }

  /** How much of the line's start is a piece of the value; 0 when too little is. */
  private static int pieceAtStart(String value, String text, int start, int end) {
    int length = Math.min(SHORTEST_PIECE, end - start);
    if (length < SHORTEST_PIECE || !value.contains(text.substring(start, start + length))) {
      return 0;
    }
    while (start + length < end && value.contains(text.substring(start, start + length + 1))) {
      length++;
    }
    return length;
  }

  private static int pieceAtEnd(String value, String text, int start, int end) {
    int length = Math.min(SHORTEST_PIECE, end - start);
    if (length < SHORTEST_PIECE || !value.contains(text.substring(end - length, end))) {
      return 0;
    }
    while (end - length > start && value.contains(text.substring(end - length - 1, end))) {
      length++;
    }
    return length;
  }

  /** Places that touch or overlap become one, under the key of the first. */
  private static String replaced(String text, List<Place> places) {
    places.sort(
        Comparator.comparingInt(Place::from).thenComparing(Place::to, Comparator.reverseOrder()));
    StringBuilder shown = new StringBuilder();
    int done = 0;
    for (Place place : places) {
      if (place.from() >= done) {
        shown.append(text, done, place.from()).append("[config:").append(place.key()).append(']');
      }
      done = Math.max(done, place.to());
    }
    return shown.append(text, done, text.length()).toString();
  }
}
