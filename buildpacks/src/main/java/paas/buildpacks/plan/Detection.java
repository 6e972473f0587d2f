package paas.buildpacks.plan;

import java.util.List;

/** What looking at a tree came to. */
public sealed interface Detection {

  /** The app can be built as the plan says. */
  record Detected(BuildPlan plan) implements Detection {}

  /**
   * No language was recognised.
   *
   * @param lookedFor what each would have shown
   * @param nearMisses whole sentences: what lies in another place, and how to name that place
   */
  record Nothing(List<String> lookedFor, List<String> nearMisses) implements Detection {
    public Nothing {
      lookedFor = List.copyOf(lookedFor);
      nearMisses = List.copyOf(nearMisses);
    }
  }

  /**
   * The app is recognised but one of its files is wrong.
   *
   * @param line 1-based, 0 where no line can be named
   * @param problem continues the file's name: "is empty"
   * @param remedy a whole sentence
   */
  record Broken(String file, int line, String problem, String remedy) implements Detection {}
}
