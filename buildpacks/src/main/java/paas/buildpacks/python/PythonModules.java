package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.source.SourceTree;

/** The modules of an app in which its start is looked for, usual places before others. */
record PythonModules(SourceTree tree) {
  private static final List<String> USUAL =
      List.of("main.py", "app.py", "server.py", "wsgi.py", "asgi.py", "api.py", "application.py");
  private static final List<String> USUAL_FOLDERS = List.of("app/", "src/", "api/", "server/");
  private static final Pattern MODULE_FILE = Pattern.compile("[A-Za-z_]\\w*\\.py");
  private static final Pattern MODULE_FOLDER = Pattern.compile("[A-Za-z_]\\w*/");
  private static final int MAX_FILES = 100;

  /** A line {@code x = TYPE(}. */
  static Pattern assigned(String type) {
    return Pattern.compile(
        "(?m)^([A-Za-z_]\\w*)[ \\t]*(?::[^=\\n]{1,80})?=\\s*(?:\\w+\\.)?" + type + "\\(");
  }

  /** The {@code module:variable} that the pattern's first group names first. */
  Optional<String> find(Pattern pattern) {
    return candidates().stream().flatMap(file -> found(file, pattern).stream()).findFirst();
  }

  /** The first file that the pattern is found in. */
  Optional<String> fileWith(Pattern pattern) {
    return candidates().stream()
        .filter(file -> pattern.matcher(text(file).orElse("")).find())
        .findFirst();
  }

  /** A source file in another encoding is no reason to fail: it is only not looked at. */
  Optional<String> text(String file) {
    return tree.peek(file);
  }

  private Optional<String> found(String file, Pattern pattern) {
    Matcher matcher = pattern.matcher(text(file).orElse(""));
    return matcher.find() ? Optional.of(moduleOf(file) + ":" + matcher.group(1)) : Optional.empty();
  }

  private static String moduleOf(String file) {
    return file.replaceFirst("(/__init__)?\\.py$", "").replace('/', '.');
  }

  private List<String> candidates() {
    var files = new ArrayList<String>();
    files.addAll(USUAL);
    USUAL_FOLDERS.forEach(f -> files.add(f + "__init__.py"));
    USUAL_FOLDERS.forEach(f -> USUAL.forEach(name -> files.add(f + name)));
    files.addAll(modules(""));
    tree.list("").stream()
        .filter(name -> MODULE_FOLDER.matcher(name).matches())
        .limit(MAX_FILES)
        .forEach(folder -> files.addAll(modules(folder)));
    return files.stream().distinct().filter(tree::isFile).limit(MAX_FILES).toList();
  }

  private List<String> modules(String folder) {
    String path = folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
    return tree.list(path).stream()
        .filter(name -> MODULE_FILE.matcher(name).matches())
        .limit(MAX_FILES)
        .map(name -> folder + name)
        .toList();
  }
}
