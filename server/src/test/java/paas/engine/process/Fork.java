package paas.engine.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another Java process with the class path of this one. */
final class Fork {
  private Fork() {}

  /** The tests' own class path; Surefire hides it behind a jar of its own. */
  static List<Path> classPath() {
    String plain = System.getProperty("java.class.path", "");
    String path = System.getProperty("surefire.test.class.path", plain);
    return Arrays.stream(path.split(File.pathSeparator)).map(Path::of).toList();
  }

  static ProcessBuilder java(
      List<String> prefix, List<Path> classPath, String main, List<String> args) {
    List<String> argv = new ArrayList<>(prefix);
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp"));
    argv.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    argv.add(main);
    argv.addAll(args);
    return new ProcessBuilder(argv);
  }
}
