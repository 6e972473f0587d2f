final class Greeting {
  private Greeting() {}

  static String of(String word) {
    return word + " from Java\n";
  }
}
