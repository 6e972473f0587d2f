package paas.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the operator's own programs are run, in the order of a push. */
public enum HookPoint {
  PRE_START_UP(true, "the server is about to let anybody in"),
  PRE_RECEIVE(true, "a push has arrived, and no branch has moved"),
  POST_RECEIVE(false, "the branch has moved, and its deploy is about to be queued"),
  PRE_BUILD(true, "what the app is is known, and nothing is built"),
  POST_BUILD(false, "it is built"),
  PRE_RELEASE(true, "a release is about to be written: a push, config, a scale, a rollback"),
  PRE_SWITCH(true, "the new processes are well, and the old ones have the traffic"),
  POST_DEPLOY(false, "the deploy is live"),
  DEPLOY_FAILED(false, "the deploy failed, and what was live is live"),
  PRE_DESTROY(true, "an app is about to be destroyed"),
  POST_DESTROY(false, "an app is gone");

  private final boolean decides;
  private final String when;

  HookPoint(boolean decides, String when) {
    this.decides = decides;
    this.when = when;
  }

  /** Whether a hook that ends with another status than 0 ends what was about to happen. */
  public boolean decides() {
    return decides;
  }

  /** For people: the moment. */
  public String when() {
    return when;
  }

  /** {@code pre-build}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The folder of its programs. */
  public String folder() {
    return label() + ".d";
  }

  public static Optional<HookPoint> of(String label) {
    return Arrays.stream(values()).filter(point -> point.label().equals(label)).findFirst();
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(HookPoint::label).toList();
  }
}
