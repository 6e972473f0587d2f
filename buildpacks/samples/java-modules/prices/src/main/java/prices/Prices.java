package prices;

import com.google.gson.Gson;
import java.util.Map;
import java.util.TreeMap;

/** What the market asks for its goods. */
public final class Prices {
  private Prices() {}

  public static String asJson() {
    return new Gson().toJson(new TreeMap<>(Map.of("honey", 750, "eggs", 320)));
  }
}
