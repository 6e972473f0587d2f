package paas.engine.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.Recipe;
import paas.engine.BuildRequest;
import paas.engine.Built;
import paas.engine.InstanceSpec;
import paas.engine.OneOffSpec;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;

/** The names and labels by which this server finds its own things among all that Docker has. */
record Names(String instanceId) {
  static final String INSTANCE = "paas.instance";
  static final String APP = "paas.app";
  static final String KIND = "paas.kind";
  static final String PROCESS = "process";
  static final String NAME = "paas.name";
  static final String RELEASE = "paas.release";
  static final String PORT = "paas.port";
  static final String ADDRESS = "paas.address";
  private static final String ONE_OFF = "one-off";
  private static final String OWN = "-own";
  private static final String PACKS = "-packs";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,60}");

  String container(InstanceName name) {
    return "paas-" + instanceId + "-" + name;
  }

  String container(OneOffSpec spec) {
    if (!ID.matcher(spec.id()).matches()) {
      throw new IllegalArgumentException("one-off id '" + spec.id() + "'");
    }
    return "paas-" + instanceId + "-" + spec.app() + "-" + spec.id();
  }

  String network(AppId app) {
    return "paas-" + instanceId + "-" + app;
  }

  /**
   * The tag of a build, which also tells whether the app's own Dockerfile or buildpacks made it, so
   * that a start need not ask Docker for it.
   */
  Artifact.Image image(BuildRequest request) {
    String kind =
        switch (request.plan().build()) {
          case Build.OwnDockerfile _ -> OWN;
          case Buildpacks _ -> PACKS;
          case Recipe _ -> "";
        };
    String tag = "d" + request.deploy() + kind;
    return new Artifact.Image("paas-" + instanceId + "/" + request.app() + ":" + tag);
  }

  /** What {@link #image} has named so; nothing for any other tag. */
  Optional<Built> built(String tag) {
    Matcher parts =
        Pattern.compile(
                Pattern.quote("paas-" + instanceId + "/")
                    + "a([0-9]+):d([0-9]+)("
                    + OWN
                    + "|"
                    + PACKS
                    + ")?")
            .matcher(tag);
    return parts.matches()
        ? Optional.of(
            new Built(
                new AppId(Long.parseLong(parts.group(1))),
                Integer.parseInt(parts.group(2)),
                new Artifact.Image(tag)))
        : Optional.empty();
  }

  static boolean fromOwnDockerfile(Artifact.Image image) {
    return image.reference().endsWith(OWN);
  }

  static boolean fromBuildpacks(Artifact.Image image) {
    return image.reference().endsWith(PACKS);
  }

  Map<String, String> instance() {
    return Map.of(INSTANCE, instanceId);
  }

  Map<String, String> labels(AppId app) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(INSTANCE, instanceId);
    labels.put(APP, app.toString());
    return labels;
  }

  Map<String, String> labels(BuildRequest request) {
    Map<String, String> labels = labels(request.app());
    labels.put("paas.deploy", String.valueOf(request.deploy()));
    labels.put("paas.commit", request.commit());
    labels.put("paas.app.name", request.name().value());
    labels.put("paas.plan", request.plan().hash());
    return labels;
  }

  Map<String, String> labels(InstanceSpec spec, int port, String address) {
    Map<String, String> labels = labels(spec.name().app());
    labels.put(KIND, PROCESS);
    labels.put(NAME, spec.name().toString());
    labels.put("paas.deploy", String.valueOf(spec.name().deploy()));
    labels.put("paas.process", spec.name().process().toString());
    labels.put(RELEASE, String.valueOf(spec.release()));
    labels.put(PORT, String.valueOf(port));
    labels.put(ADDRESS, address);
    return labels;
  }

  Map<String, String> labels(OneOffSpec spec) {
    Map<String, String> labels = labels(spec.app());
    labels.put(KIND, ONE_OFF);
    labels.put(RELEASE, String.valueOf(spec.release()));
    return labels;
  }

  /** Label filters, in Docker's form, for all that is this server's. */
  List<String> mine() {
    return List.of(INSTANCE + "=" + instanceId);
  }

  List<String> mine(AppId app) {
    return List.of(INSTANCE + "=" + instanceId, APP + "=" + app);
  }

  /** For the processes of apps, without one-off ones. */
  List<String> processes() {
    return List.of(INSTANCE + "=" + instanceId, KIND + "=" + PROCESS);
  }

  List<String> oneOffs() {
    return List.of(INSTANCE + "=" + instanceId, KIND + "=" + ONE_OFF);
  }
}
