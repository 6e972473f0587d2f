package paas.buildpacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import paas.buildpacks.docker.DockerfileProvider;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.PaasYml;
import paas.buildpacks.language.Provider;
import paas.buildpacks.source.SubTree;

/** What would have been an app, had it lain at the root. */
record NearMisses(List<Provider> providers) {
  private static final int MAX_FOLDERS = 100;
  private static final int MAX_TOLD = 3;

  /** Where the code of others lies, which is no app of theirs. */
  private static final Set<String> OF_OTHERS = Set.of("node_modules", "vendor");

  /** Whole sentences: where what lies, and how to name that place. */
  List<String> in(AppSource app) {
    List<String> told = new ArrayList<>();
    DockerfileProvider.others(app.tree()).stream()
        .limit(1)
        .map(file ->
            "There is "
                + file
                + ": add a "
                + PaasYml.FILES.getFirst()
                + " with \"dockerfile: "
                + file
                + "\".")
        .forEach(told::add);
    if (!app.root().isEmpty()
        && app.tree().isFile("project.json")
        && app.repository().isFile("nx.json")) {
      told.add(
          "There is project.json, a project of Nx without a package.json: take \"root\" away, and"
              + " say \"build: npx nx build NAME\" and \"start: node dist/"
              + app.root()
              + "/main.js\".");
    }
    for (String folder : folders(app)) {
      if (told.size() == MAX_TOLD) {
        break;
      }
      SubTree inner = new SubTree(app.tree(), folder);
      Optional<String> evidence =
          providers.stream()
              .flatMap(p -> p.evidence(inner).map(e -> e + " (" + p.language() + ")").stream())
              .findFirst();
      String root = app.root().isEmpty() ? folder : app.root() + "/" + folder;
      evidence.ifPresent(found ->
          told.add(
              "There is "
                  + found
                  + " in "
                  + folder
                  + "/: add a "
                  + PaasYml.FILES.getFirst()
                  + " with \"root: "
                  + root
                  + "\"."));
    }
    return told;
  }

  private static List<String> folders(AppSource app) {
    return app.tree().folders("").stream()
        .filter(name -> !name.startsWith(".") && !OF_OTHERS.contains(name))
        .limit(MAX_FOLDERS)
        .toList();
  }
}
