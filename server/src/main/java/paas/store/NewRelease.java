package paas.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.Formation;
import paas.model.ProcessType;

/**
 * A release that is to be written: a {@link paas.model.Release} without what the store gives it.
 *
 * @param deploy number of the deploy that makes it; one deploy makes at most one release
 * @param bill what was built is made of, as a CycloneDX document; null where nothing was built
 */
public record NewRelease(
    AppId app,
    int deploy,
    Artifact artifact,
    Map<ProcessType, String> commands,
    int configVersion,
    Formation formation,
    @Nullable String commit,
    String language,
    @Nullable String healthPath,
    @Nullable Integer portHint,
    String description,
    String actor,
    @Nullable String bill) {}
