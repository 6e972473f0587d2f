package paas.ssh.verbs;

import java.util.List;
import java.util.stream.Stream;
import paas.cli.Verb;
import paas.ops.Ops;

/** Every verb there is, topic by topic as the help shows them. */
public final class VerbList {
  private VerbList() {}

  /** The verbs over what carries them out. */
  public static List<Verb> of(Ops ops) {
    return Stream.of(
            AppVerbs.of(ops),
            ConfigVerbs.of(ops),
            ProcessVerbs.of(ops),
            SleepVerbs.of(ops),
            LogVerbs.of(ops),
            ReleaseVerbs.of(ops),
            CanaryVerbs.of(ops),
            BuildVerbs.of(ops),
            PackVerbs.of(ops),
            BuildpackVerbs.of(ops),
            DomainVerbs.of(ops),
            ProxyVerbs.of(ops),
            RouteVerbs.of(ops),
            CheckVerbs.of(ops),
            FigureVerbs.of(ops),
            PageVerbs.of(ops),
            CertificateVerbs.of(ops),
            RunVerbs.of(ops),
            KeyVerbs.of(ops),
            RegistryVerbs.of(ops),
            HookVerbs.of(ops),
            HouseVerbs.of(ops))
        .flatMap(List::stream)
        .toList();
  }
}
