package paas.hooks;

/** A push's lines, cleaned, into its stream. */
record Lines(ReportGate gate) implements PushOutput {
  @Override
  public void line(String text) {
    text.lines().map(Text::plain).forEach(gate::progress);
  }

  @Override
  public boolean clientGone() {
    return gate.gone();
  }
}
