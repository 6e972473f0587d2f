package paas.engine.process;

/** What may be left of a process whose runner was killed, or could not adopt. */
final class Strays {
  private Strays() {}

  static void kill(RunFolder folder, Cgroups cgroups) {
    folder.process().ifPresent(process -> process.signalGroup(Native.SIGKILL));
    cgroups.kill(folder.name());
    ProcessTree.marked(Environments.MARK + "=" + folder.path()).kill();
  }
}
