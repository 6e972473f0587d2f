package words;

import org.apache.commons.text.WordUtils;

/** Dresses words up. */
public final class Words {
  private Words() {}

  public static String titled(String line) {
    return WordUtils.capitalize(line);
  }
}
