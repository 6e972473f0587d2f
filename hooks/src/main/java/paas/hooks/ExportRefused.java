package paas.hooks;

/** A commit's tree may not be written to disk; the message is one sentence for who pushed it. */
public final class ExportRefused extends Exception {
  ExportRefused(String sentence) {
    super(Text.oneLine(sentence));
  }
}
