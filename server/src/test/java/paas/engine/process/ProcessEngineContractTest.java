package paas.engine.process;

import java.nio.file.Path;
import paas.buildpacks.plan.BuildPlan;
import paas.engine.Engine;
import paas.engine.EngineContract;
import paas.engine.LogSink;

/** The contract with plain processes, as the user who runs the tests. */
class ProcessEngineContractTest extends EngineContract {
  private boolean seesOutOfMemory;

  @Override
  protected Engine open(Path data, LogSink sink) {
    Engine engine = ProcessEngine.open(Samples.settings(data), sink);
    seesOutOfMemory =
        engine.check().facts().stream().anyMatch(fact -> fact.contains("whole process tree"));
    return engine;
  }

  @Override
  protected BuildPlan plan(Path source) {
    return Samples.plan(source);
  }

  @Override
  protected boolean seesOutOfMemory() {
    return seesOutOfMemory;
  }
}
