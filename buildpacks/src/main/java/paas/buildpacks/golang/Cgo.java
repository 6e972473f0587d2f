package paas.buildpacks.golang;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import paas.buildpacks.source.SourceTree;

/** Whether Go code has C in it, and so needs a C compiler to build and a C library to run. */
final class Cgo {
  /** Known modules that are C for the most part, as go.mod names them. */
  private static final List<String> MODULES =
      List.of(
          "github.com/mattn/go-sqlite3",
          "github.com/confluentinc/confluent-kafka-go",
          "github.com/marcboeker/go-duckdb",
          "github.com/duckdb/duckdb-go",
          "github.com/tursodatabase/go-libsql",
          "github.com/godror/godror",
          "github.com/h2non/bimg",
          "github.com/davidbyttow/govips",
          "gopkg.in/gographics/imagick",
          "github.com/linxGnu/grocksdb",
          "github.com/DataDog/zstd",
          "github.com/chai2010/webp",
          "github.com/bytecodealliance/wasmtime-go",
          "rogchap.com/v8go");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^[ \\t]*(?:import[ \\t]+)?\"C\"[ \\t]*$");
  private static final int MAX_FILES = 300;
  private static final int MAX_FOLDERS = 100;

  private Cgo() {}

  /** Who brings the C: a module or a file; empty where nothing does. */
  static Optional<String> in(GoSource source) {
    return MODULES.stream()
        .filter(source::requires)
        .findFirst()
        .or(() ->
            source.modules().stream()
                .flatMap(module -> file(source.tree(), module.folder()).stream())
                .findFirst());
  }

  private static Optional<String> file(SourceTree tree, String root) {
    Deque<String> folders = new ArrayDeque<>(List.of(root));
    int files = 0;
    for (int seen = 0; !folders.isEmpty() && seen < MAX_FOLDERS; seen++) {
      String folder = folders.removeFirst();
      for (String name : tree.list(folder)) {
        String path = GoModule.inside(folder, name);
        if (name.endsWith("/") && mayHold(name)) {
          folders.addLast(path.substring(0, path.length() - 1));
        } else if (name.endsWith(".go") && !name.endsWith("_test.go") && files < MAX_FILES) {
          files++;
          if (IMPORT.matcher(tree.peek(path).orElse("")).find()) {
            return Optional.of(path);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean mayHold(String name) {
    return !name.startsWith(".")
        && !name.startsWith("_")
        && !List.of("vendor/", "testdata/", "node_modules/").contains(name);
  }
}
