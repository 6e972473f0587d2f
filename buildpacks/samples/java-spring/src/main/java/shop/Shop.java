package shop;

import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sells fruit by the kilogram. */
@SpringBootApplication
@RestController
public class Shop {
  record Offer(String fruit, int cents) {}

  private static final List<Offer> OFFERS = List.of(new Offer("plum", 320), new Offer("pear", 250));

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  @GetMapping("/")
  List<Offer> offers() {
    return OFFERS;
  }

  @GetMapping("/price")
  Map<String, Integer> price(@RequestParam int kilograms) {
    return Map.of("cents", OFFERS.get(0).cents() * kilograms);
  }
}
