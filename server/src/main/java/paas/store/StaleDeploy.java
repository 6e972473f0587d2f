package paas.store;

import paas.model.DeployState;

/** Somebody else has moved the deploy on: whoever is told so must let go of it. */
public final class StaleDeploy extends RuntimeException {
  private static final long serialVersionUID = 1;

  StaleDeploy(String deploy, DeployState believed, String stored) {
    super(deploy + " is not " + believed.label() + " any more but " + stored);
  }
}
