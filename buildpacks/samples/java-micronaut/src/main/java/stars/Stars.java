package stars;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/** Names the stars of constellations. */
@Controller
public class Stars {
  private static final Map<String, String> BRIGHTEST = Map.of("lyra", "Vega", "orion", "Rigel");

  public static void main(String[] args) {
    Micronaut.run(Stars.class, args);
  }

  @Get("/{constellation}")
  Map<String, String> brightest(String constellation) {
    return Map.of("brightest", BRIGHTEST.getOrDefault(constellation, "unknown"));
  }

  @Get
  Map<String, Integer> known() {
    return Map.of("constellations", BRIGHTEST.size());
  }
}
