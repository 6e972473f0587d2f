package paas.store;

import java.util.Map;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.Formation;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.ProcessType;

/** Rows for the tests to write. */
final class Rows {
  static final Formation TWO_WEB = new Formation(Map.of(ProcessType.WEB, 2));

  private Rows() {}

  static NewRelease release(AppId app, int deploy) {
    return new NewRelease(
        app,
        deploy,
        new Artifact.Image("paas/" + app + ":" + deploy),
        Map.of(ProcessType.WEB, "node \"server.js\""),
        0,
        TWO_WEB,
        "c" + deploy,
        "node",
        "/health",
        3000,
        "push c" + deploy,
        "ann",
        null);
  }

  static NewDeploy push(AppId app, String commit) {
    return NewDeploy.push(app, commit, "ann");
  }

  static InstanceRow instance(AppId app, int deploy, int index) {
    ProcessName web = new ProcessName(ProcessType.WEB, index);
    return new InstanceRow(new InstanceName(app, deploy, web), deploy, "10.9.0.2", 5000 + index);
  }
}
