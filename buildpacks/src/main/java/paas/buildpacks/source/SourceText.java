package paas.buildpacks.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The rules every {@link SourceTree} shares: which bytes are text, which paths are paths. */
public final class SourceText {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.@+][A-Za-z0-9_.@+-]*");

  private static final Pattern MERGE_MARKER = Pattern.compile("(<{7}|>{7}|\\|{7})( .*)?|={7}");

  private SourceText() {}

  /**
   * The text of a file's bytes, without a byte order mark.
   *
   * @param bytes the file's content; one byte more than the limit is enough to be refused
   * @throws BrokenSource if it is too large, UTF-16 or not UTF-8
   */
  public static String decode(String path, byte[] bytes) {
    if (bytes.length > SourceTree.MAX_TEXT_BYTES) {
      throw new BrokenSource(path, 0, "is larger than 1 MiB", "Keep it small: it is read as text.");
    }
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      throw new BrokenSource(path, 0, "is UTF-16 text", "Save it as UTF-8.");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new BrokenSource(path, 0, "is not UTF-8 text", "Save it as UTF-8.");
    }
  }

  /** True for a line that git leaves behind where a merge did not fit. */
  public static boolean isMergeMarker(String line) {
    return MERGE_MARKER.matcher(line).matches();
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && bytes[0] == (byte) first && bytes[1] == (byte) second;
  }

  /** The refusal of a link that points out of the tree. */
  public static BrokenSource linkLeavesTree(String path) {
    return new BrokenSource(
        path, 0, "is a link that leaves the repository", "Commit the file itself.");
  }

  /** True for "" and for relative paths without empty, "." or ".." parts, NUL or backslash. */
  public static boolean isPlainPath(String path) {
    if (path.isEmpty()) {
      return true;
    }
    if (path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
      return false;
    }
    return List.of(path.split("/", -1)).stream()
        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  /**
   * True for a path that means itself in a Dockerfile, an argument and a shell line: letters,
   * digits and {@code _.@+-/}, no part starting with a dash.
   */
  public static boolean isHarmlessPath(String path) {
    return !path.isEmpty()
        && isPlainPath(path)
        && List.of(path.split("/", -1)).stream()
            .allMatch(part -> PLAIN_NAME.matcher(part).matches());
  }
}
