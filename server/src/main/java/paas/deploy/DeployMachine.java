package paas.deploy;

import java.nio.file.Path;
import paas.engine.Engine;
import paas.hooks.Repositories;
import paas.logs.LogStore;
import paas.operator.Hooks;
import paas.route.Router;
import paas.store.Store;

/** Puts the deploy machine together: its steps, its queue and its recovery share their parts. */
public record DeployMachine(
    DeployQueue queue,
    Recovery recovery,
    Survey survey,
    Arrivals arrivals,
    ProcessSpecs specs,
    StepLimits limits,
    Plans plans,
    Standby standby,
    CanaryEnd canaries) {
  public static DeployMachine of(
      Store store,
      Engine engine,
      Router router,
      LogStore logs,
      Repositories repositories,
      Path buildFolder,
      DeploySettings settings,
      Hooks hooks,
      FailPoints points) {
    Path data = buildFolder.resolveSibling(".").normalize();
    ProcessSpecs specs = new ProcessSpecs(store, settings.memoryBytes());
    PlatformLog said = new PlatformLog(logs, "deploy");
    HealthCheck checks = new HealthCheck(engine, settings.checks(), specs.memoryBytes());
    Standby standby = new Standby(store, engine, router, checks, said);
    CutoverStep cutover = new CutoverStep(store, engine, router, standby, settings.steps(), points);
    Aftermath aftermath = new Aftermath(store, engine, standby, settings.steps().stop());
    SourceStep source = new SourceStep(repositories, settings, store);
    DeployRun.Parts parts =
        new DeployRun.Parts(
            store,
            engine,
            settings.steps(),
            said,
            source,
            new PackStep(engine, repositories, settings, data),
            new ChangeStep(store, repositories, source),
            new WishStep(store),
            new DamagedSource(repositories),
            new ReleaseStep(store, engine),
            new CommandStep(engine, specs, store, logs, settings.steps().release(), points),
            new StartStep(store, engine, specs, logs, checks, standby),
            standby,
            cutover,
            new RoomWatch(settings.floor()),
            aftermath,
            new HookStep(store, hooks),
            points);
    DeployQueue queue = new DeployQueue(store, logs, parts, buildFolder);
    Arrivals arrivals = new Arrivals(store, repositories);
    Survey survey = new Survey(store, engine, router, repositories, queue, arrivals, buildFolder);
    Recovery recovery =
        new Recovery(store, engine, logs, repositories, queue, aftermath, survey, buildFolder);
    Plans plans = new Plans(store, repositories, source, settings.steps().detect());
    StepLimits limits = settings.steps();
    CanaryEnd canaries = new CanaryEnd(store, engine, router, queue, survey, recovery, limits);
    return new DeployMachine(
        queue, recovery, survey, arrivals, specs, limits, plans, standby, canaries);
  }
}
