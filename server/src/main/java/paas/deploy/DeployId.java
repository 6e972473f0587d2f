package paas.deploy;

import paas.model.AppId;
import paas.model.Deploy;

/** A deploy by its app and number: {@code a17-d45}, as its folder is called too. */
public record DeployId(AppId app, int number) {
  static DeployId of(Deploy deploy) {
    return new DeployId(deploy.app(), deploy.number());
  }

  @Override
  public String toString() {
    return app + "-d" + number;
  }
}
