package paas.cli;

/** Colours by their place in the terminal's own palette. */
public enum Colour {
  NONE(0),
  RED(31),
  GREEN(32),
  YELLOW(33),
  BLUE(34),
  MAGENTA(35),
  CYAN(36);

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  String paint(String text) {
    return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
