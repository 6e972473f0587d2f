package paas.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UnpackErrorHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.hooks.pack.PackIntake;
import paas.hooks.pack.StoredPack;

/** JGit's side of a push with every check on, and the two questions to the handler. */
final class Receiver extends ReceivePack {
  private static final Logger log = LoggerFactory.getLogger(Receiver.class);

  private static final int MOST_MOVES = 10;

  private final PushLimits limits;
  private final ReportGate gate;
  private final OutputStream err;
  private final PushHandler handler;
  private final PackIntake intake;
  private final InputStream in;
  private final Map<String, String> refused = new HashMap<>();
  private @Nullable StoredPack arrived;
  private @Nullable Push admitted;
  private boolean accepted = true;

  Receiver(
      Repository repository,
      PushLimits limits,
      ReportGate gate,
      OutputStream err,
      PushHandler handler,
      PackIntake intake,
      InputStream in) {
    super(repository);
    this.intake = intake;
    this.in = in;
    this.limits = limits;
    this.gate = gate;
    this.err = err;
    this.handler = handler;
    applyLimits();
    setPreReceiveHook((pack, commands) -> decide(commands));
    setPostReceiveHook((pack, commands) -> afterRefs());
    UnpackErrorHandler report = getUnpackErrorHandler();
    setUnpackErrorHandler(error -> {
      explain(error);
      report.handleUnpackException(error);
    });
  }

  private void applyLimits() {
    setMaxCommandBytes(limits.commandBytes());
    setTimeout(Math.toIntExact(limits.idle().toSeconds()));
    setAllowDeletes(false);
    setAllowNonFastForwards(true);
    setAllowPushOptions(true);
    setRefFilter(RefRules::branches);
  }

  /** For the report: why a ref was refused, by its full name. */
  Map<String, String> refused() {
    return refused;
  }

  /** Whether the push reached its end and no ref was refused. */
  boolean accepted() {
    return accepted;
  }

  /** Serves the push. */
  void serve(OutputStream out) throws IOException {
    receive(in, out, err);
  }

  private static boolean moved(ReceiveCommand command) {
    return command.getResult() == Result.OK && !command.getRefName().startsWith(Constants.R_TAGS);
  }

  /** In the place of JGit's own way, which keeps what it refuses and has no bound of memory. */
  @Override
  protected void receivePackAndCheckConnectivity() throws IOException {
    gate.hold(isSideBand(), err);
    Set<ObjectId> boundary = getClientShallowCommits();
    if (boundary.isEmpty()) {
      receivePack(Set.of());
    } else {
      receiveShallow(new ShallowPush(getRepository(), boundary), boundary);
    }
  }

  private void receivePack(Set<ObjectId> boundary) throws IOException {
    try (PatientInput patient = new PatientInput(in, limits.idle())) {
      arrived = intake.receive(getRepository(), patient, new Sender(boundary));
    }
  }

  private void receiveShallow(ShallowPush shallow, Set<ObjectId> boundary) throws IOException {
    boolean sound = false;
    try {
      receivePack(boundary);
      shallow.keep();
      sound = true;
    } finally {
      if (!sound) {
        shallow.undo();
      }
    }
  }

  /** This push as the pack's intake sees it. */
  private final class Sender implements PackIntake.Sender {
    private final Set<ObjectId> boundary;

    Sender(Set<ObjectId> boundary) {
      this.boundary = boundary;
    }

    @Override
    public Set<ObjectId> boundary() {
      return boundary;
    }

    @Override
    public List<ObjectId> wants() {
      return getAllCommands().stream()
          .filter(command -> command.getType() != ReceiveCommand.Type.DELETE)
          .map(ReceiveCommand::getNewId)
          .toList();
    }

    @Override
    public Set<ObjectId> tips() {
      return getAdvertisedObjects();
    }

    @Override
    public void waits() {
      gate.progress("-----> Waiting for memory: other large pushes are being unpacked");
    }
  }

  private void explain(Throwable error) {
    log.debug("push refused", error);
    String reason = UnpackReason.of(error, getRepository());
    getAllCommands().forEach(command -> refused.put(command.getRefName(), reason));
  }

  private void decide(Collection<ReceiveCommand> commands) {
    gate.hold(isSideBand(), err);
    if (getAllCommands().size() > limits.refs()) {
      commands.forEach(
          command -> refuse(command, "a push names at most " + limits.refs() + " refs"));
      return;
    }
    List<String> branches =
        commands.stream().map(Receiver::branchName).filter(name -> !name.isEmpty()).toList();
    for (ReceiveCommand command : commands) {
      switch (RefRules.judge(command.getRefName())) {
        case RefRules.Ruling.Refused(String reason) -> refuse(command, reason);
        case RefRules.Ruling.Tag() -> command.setResult(Result.OK);
        case RefRules.Ruling.Branch(String name) -> decideBranch(command, name, branches);
      }
    }
  }

  private static String branchName(ReceiveCommand command) {
    return RefRules.judge(command.getRefName()) instanceof RefRules.Ruling.Branch(String name)
        ? name
        : "";
  }

  private void decideBranch(ReceiveCommand command, String name, List<String> branches) {
    Push first = admitted;
    if (first != null) {
      refuse(command, "a push deploys one branch, and this one deploys " + first.branch());
      return;
    }
    if (!isCommit(command.getNewId())) {
      refuse(command, "not a commit; for a tag write: git push paas 'TAG^{commit}:" + name + "'");
      return;
    }
    Push push = push(command, name, branches);
    switch (ask(push, handler::admit)) {
      case Verdict.Accepted() -> admitted = push;
      case Verdict.Refused(String reason) -> refuse(command, reason);
      case Verdict.Overtaken(String reason) -> refuse(command, reason);
    }
  }

  private boolean isCommit(ObjectId id) {
    try {
      return getRevWalk().parseAny(id) instanceof RevCommit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Push push(ReceiveCommand command, String branch, List<String> branches) {
    boolean creates = command.getType() == ReceiveCommand.Type.CREATE;
    List<String> options = getPushOptions();
    return new Push(
        branch,
        creates ? null : command.getOldId().name(),
        command.getNewId().name(),
        command.getType() == ReceiveCommand.Type.UPDATE_NONFASTFORWARD,
        branches,
        options == null ? List.of() : options,
        new Lines(gate));
  }

  private static void refuse(ReceiveCommand command, String reason) {
    command.setResult(Result.REJECTED_OTHER_REASON, reason);
  }

  /** As JGit does it, without its line of progress for a single ref. */
  @Override
  protected void executeCommands() {
    BatchRefUpdate batch = getRepository().getRefDatabase().newBatchUpdate();
    batch.setAllowNonFastForwards(true);
    batch.setAtomic(isAtomic());
    batch.disableRefLog();
    batch.addCommand(filterCommands(Result.NOT_ATTEMPTED));
    try {
      batch.execute(getRevWalk(), NullProgressMonitor.INSTANCE);
    } catch (IOException e) {
      log.error("refs of {} could not be written", getRepository(), e);
      batch
          .getCommands()
          .forEach(command -> refuse(command, "the server could not write the branch"));
    }
  }

  /** What a push brought is kept only if a branch has come to name it. */
  private void keepOrRemove() {
    StoredPack pack = arrived;
    if (pack != null && getAllCommands().stream().noneMatch(Receiver::moved)) {
      try {
        if (noneStands()) {
          pack.remove();
        }
      } catch (IOException e) {
        log.warn("the pack of a refused push stays: {}", pack, e);
      }
    }
  }

  /** What is written counts, whatever became of the step that wrote it. */
  private boolean noneStands() throws IOException {
    for (ReceiveCommand command : getAllCommands()) {
      Ref ref = getRepository().exactRef(command.getRefName());
      if (ref != null && command.getNewId().equals(ref.getObjectId())) {
        return false;
      }
    }
    return true;
  }

  /** After the refs, whatever became of them. */
  private void afterRefs() {
    keepOrRemove();
    Push push = admitted;
    for (ReceiveCommand command : getAllCommands()) {
      if (push != null && command.getResult() == Result.OK && isBranch(command, push.branch())) {
        deploy(push);
      } else if (command.getResult() == Result.LOCK_FAILURE) {
        refused.put(command.getRefName(), "another push was first; look at it and push again");
      }
      accepted &= command.getResult() == Result.OK;
    }
    accepted &= refused.isEmpty();
  }

  private void deploy(Push push) {
    becomeHead(push);
    String ref = Constants.R_HEADS + push.branch();
    switch (ask(push, handler::deploy)) {
      case Verdict.Accepted() -> {}
      case Verdict.Overtaken(String reason) -> refused.put(ref, reason);
      case Verdict.Refused(String reason) -> {
        refused.put(ref, reason);
        moveBack(push);
      }
    }
  }

  private void becomeHead(Push push) {
    try {
      new RepositoryBranch(getRepository(), push.branch()).becomeHead();
    } catch (IOException e) {
      log.warn("HEAD of {} stays where it is", getRepository(), e);
    }
  }

  private void moveBack(Push push) {
    RepositoryBranch branch = new RepositoryBranch(getRepository(), push.branch());
    String from = push.newCommit();
    try {
      // An older push that was under way a moment ago may have failed since.
      for (int i = 0; i < MOST_MOVES && from != null; i++) {
        String to = handler.fallback(push.branch());
        from = !from.equals(to) && branch.moveBack(from, to) ? to : null;
      }
    } catch (IOException | RuntimeException e) {
      log.error("branch {} of {} could not be moved back", push.branch(), getRepository(), e);
    }
  }

  private static boolean isBranch(ReceiveCommand command, String branch) {
    return command.getRefName().equals(Constants.R_HEADS + branch);
  }

  /** The handler answers for its own errors; one that escapes it must still free the client. */
  private static Verdict ask(Push push, Function<Push, Verdict> question) {
    try {
      return question.apply(push);
    } catch (RuntimeException e) {
      log.error("the push of {} could not be handled", push.newCommit(), e);
      return Verdict.refused("the server failed; its log says why");
    }
  }
}
