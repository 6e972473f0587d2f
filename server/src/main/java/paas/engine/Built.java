package paas.engine;

import paas.model.AppId;
import paas.model.Artifact;

/** What lies built in an engine, whole or half, and for which deploy it was made. */
public record Built(AppId app, int deploy, Artifact artifact) {}
