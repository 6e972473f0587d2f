package paas.store;

import java.time.Instant;
import java.util.List;
import paas.model.InstanceName;

/**
 * A release that was live and whose web processes stand still beside what took its place.
 *
 * @param until when they end
 */
public record KeptRelease(int release, Instant since, Instant until, List<InstanceRow> processes) {
  public KeptRelease {
    processes = List.copyOf(processes);
  }

  public List<InstanceName> names() {
    return processes.stream().map(InstanceRow::name).toList();
  }
}
