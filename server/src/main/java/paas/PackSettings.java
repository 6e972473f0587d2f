package paas;

import java.util.List;
import java.util.regex.Pattern;
import paas.buildpacks.heroku.PackWish;
import paas.buildpacks.plan.Buildpacks.Stack;
import paas.buildpacks.plan.Recipe;

/** Heroku buildpacks: where they come from, and what they find. */
record PackSettings(
    String registry,
    String stack,
    String buildImage,
    String runImage,
    List<String> buildPackages,
    List<String> runPackages) {
  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9][a-z0-9._/:-]*:[A-Za-z0-9_.-]{1,127}");

  PackSettings {
    buildPackages = List.copyOf(buildPackages);
    runPackages = List.copyOf(runPackages);
    BadSetting.unless(
        registry.matches("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*[A-Za-z0-9])?"),
        "registry",
        "is not an address such as https://github.com");
    BadSetting.unless(stack.matches("[a-z0-9][a-z0-9.-]{0,40}"), "stack", "is not a name");
    image("build-image", buildImage);
    image("run-image", runImage);
    packages("build-packages", buildPackages);
    packages("run-packages", runPackages);
  }

  static PackSettings of(PackWish usual) {
    Stack stack = usual.stack();
    return new PackSettings(
        usual.registry(),
        stack.name(),
        stack.buildImage(),
        stack.runImage(),
        stack.buildPackages(),
        stack.runPackages());
  }

  private static void image(String key, String image) {
    BadSetting.unless(
        IMAGE.matcher(image).matches(), key, "is not an image such as debian:bookworm-slim");
  }

  private static void packages(String key, List<String> names) {
    BadSetting.unless(
        names.stream().allMatch(Recipe::isPackage), key, "names what is no Debian package");
  }

  PackWish wish() {
    return new PackWish(
        List.of(), registry, new Stack(stack, buildImage, runImage, buildPackages, runPackages));
  }
}
