package paas.engine;

import java.nio.file.Path;
import java.util.Map;
import paas.buildpacks.plan.BuildPlan;
import paas.model.AppId;
import paas.model.AppName;

/**
 * One build.
 *
 * @param source folder with the exported tree; the engine may change it and need not keep it
 * @param config the app's config, for the build's steps; never written into an image
 * @param cached false: nothing from earlier builds is used
 */
public record BuildRequest(
    AppId app,
    AppName name,
    int deploy,
    String commit,
    Path source,
    BuildPlan plan,
    Map<String, String> config,
    boolean cached) {}
