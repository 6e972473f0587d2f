package paas.cli;

/** Whether a verb works on an app. */
public enum AppUse {
  /** It takes none; a word that looks like an app's name is the verb's own. */
  NONE,
  /** It takes one when it is named. */
  OPTIONAL,
  /** It needs one: the one that is named, else the only one that its caller can see. */
  ONE
}
