package paas.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;

/**
 * An engine that can be told to fail, to wait and to crash what it runs. Its processes are small
 * web servers on loopback that answer with their instance's name and release.
 */
public final class ScriptedEngine implements Engine {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What is done when the engine is asked for something; it may throw. */
  public interface Script {
    void play() throws InterruptedException;
  }

  /** What a one-off process does; false when it still runs after this time. */
  public interface Command {
    boolean play(Duration limit) throws InterruptedException;
  }

  private record Made(
      InstanceSpec spec, @Nullable HttpServer server, InstanceState state, Instant startedAt) {
    Made standing() {
      return state instanceof Running
          ? new Made(spec, server, new InstanceState.Held(spec.name(), spec.release()), startedAt)
          : this;
    }

    Made going() {
      return state instanceof InstanceState.Held && server != null
          ? running(spec, server, startedAt)
          : this;
    }

    static Made running(InstanceSpec spec, HttpServer server, Instant startedAt) {
      int port = server.getAddress().getPort();
      Running running =
          new Running(spec.name(), spec.release(), "127.0.0.1", port, port, startedAt);
      return new Made(spec, server, running, startedAt);
    }
  }

  private final Map<InstanceName, Made> processes = new ConcurrentHashMap<>();
  private final Set<Artifact> artifacts = ConcurrentHashMap.newKeySet();
  private final List<Consumer<InstanceState.Ended>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final AtomicInteger slowRequests = new AtomicInteger();
  private volatile Script always = () -> {};
  private volatile Script building = () -> {};
  private volatile Script starting = () -> {};
  private volatile Script answering = () -> {};
  private volatile Command commanding = _ -> true;
  private final AtomicInteger open = new AtomicInteger();
  private volatile Script discarding = () -> {};
  private volatile @Nullable String startFails;

  /** Played at every call that asks the engine for something. */
  public void always(Script script) {
    always = script;
  }

  public void building(Script script) {
    building = script;
  }

  public void starting(Script script) {
    starting = script;
  }

  /** Played before each answer of a process. */
  public void answering(Script script) {
    answering = script;
  }

  /** Played as each one-off process. */
  public void commanding(Command command) {
    commanding = command;
  }

  /** One-off processes that nobody has closed yet. */
  public int openCommands() {
    return open.get();
  }

  /** What a build has made for a deploy that was cut off. */
  public Artifact left(AppId app, int deploy) {
    Artifact left = new Artifact.Slug(app + "-" + deploy);
    artifacts.add(left);
    return left;
  }

  public void discarding(Script script) {
    discarding = script;
  }

  /** From now on nothing can be started, for this reason; null: it can again. */
  public void startFails(@Nullable String reason) {
    startFails = reason;
  }

  /** The engine does not answer from now on. */
  public void die() {
    always(() -> {
      throw new EngineUnavailable("nobody listens", new IOException("refused"));
    });
  }

  /** Lets requests for {@code /slow} be answered. */
  public void answerSlow() {
    slow.countDown();
  }

  /** Requests for {@code /slow} that came so far. */
  public int slowRequests() {
    return slowRequests.get();
  }

  /** What was built and not discarded. */
  public Set<Artifact> artifacts() {
    return Set.copyOf(artifacts);
  }

  public List<InstanceName> running() {
    return processes.values().stream()
        .map(Made::state)
        .filter(Running.class::isInstance)
        .map(InstanceState::name)
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  /** Ends a process as if by itself. */
  public void crash(InstanceName name, int code) {
    Made process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(name + " does not run");
    }
    InstanceState.Ended ended =
        new InstanceState.Ended(name, process.spec().release(), code, false, Instant.now());
    end(process);
    processes.put(name, new Made(process.spec(), null, ended, process.startedAt()));
    listeners.forEach(listener -> listener.accept(ended));
  }

  private void ask() {
    try {
      always.play();
    } catch (InterruptedException e) {
      throw new EngineUnavailable("interrupted", e);
    }
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Reach reach() {
    return Reach.LOOPBACK;
  }

  @Override
  public Health check() {
    return new Health("", List.of());
  }

  @Override
  public Artifact build(BuildRequest request, BuildOutput output) throws InterruptedException {
    ask();
    building.play();
    Artifact built = new Artifact.Slug(request.app() + "-" + request.deploy());
    artifacts.add(built);
    return built;
  }

  @Override
  public Running start(InstanceSpec spec) throws StartFailed, InterruptedException {
    ask();
    starting.play();
    String reason = startFails;
    if (reason != null) {
      throw new StartFailed(reason, "mend it");
    }
    Made process =
        processes.compute(
            spec.name(),
            (_, old) ->
                old != null && old.going().state() instanceof Running ? old.going() : begin(spec));
    return (Running) process.state();
  }

  private Made begin(InstanceSpec spec) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", exchange -> answer(exchange, spec));
      server.start();
      return Made.running(spec, server, Instant.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange, InstanceSpec spec) throws IOException {
    try (exchange) {
      answering.play();
      if (exchange.getRequestURI().getPath().equals("/slow")) {
        slowRequests.incrementAndGet();
        if (!slow.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          return;
        }
      }
      byte[] body =
          (spec.name() + " v" + spec.release() + " " + spec.env().getOrDefault("WORD", ""))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Made process) {
    HttpServer server = process.server();
    if (server != null) {
      server.stop(0);
    }
  }

  @Override
  public InstanceState inspect(InstanceName name) {
    ask();
    Made process = processes.get(name);
    return process == null ? new InstanceState.Gone(name) : process.state();
  }

  @Override
  public List<InstanceState> recover() {
    ask();
    return processes.values().stream().map(Made::state).toList();
  }

  @Override
  public Stopped stop(InstanceName name, Duration grace) {
    ask();
    Made process = processes.remove(name);
    if (process != null) {
      end(process);
    }
    return new Stopped(Duration.ZERO, false);
  }

  @Override
  public boolean freeze(InstanceName name) {
    ask();
    processes.computeIfPresent(name, (_, process) -> process.standing());
    return inspect(name) instanceof InstanceState.Held;
  }

  @Override
  public boolean thaw(InstanceName name) {
    ask();
    processes.computeIfPresent(name, (_, process) -> process.going());
    return inspect(name) instanceof Running;
  }

  /** Those that stand still. */
  public List<InstanceName> held() {
    return processes.values().stream()
        .map(Made::state)
        .filter(InstanceState.Held.class::isInstance)
        .map(InstanceState::name)
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  /** It goes on, and nobody can reach it any more. */
  public void deafen(InstanceName name) {
    Made process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(name + " does not run");
    }
    end(process);
  }

  @Override
  public List<Listener> listeners(InstanceName name) {
    return inspect(name) instanceof Running running
        ? List.of(new Listener("127.0.0.1", running.port()))
        : List.of();
  }

  @Override
  public Usage usage(InstanceName name) {
    return Usage.NONE;
  }

  @Override
  public OneOff run(OneOffSpec spec) throws StartFailed {
    ask();
    open.incrementAndGet();
    return new ScriptedOneOff();
  }

  /** Says nothing; ends well when the script of its commands has been played. */
  private final class ScriptedOneOff implements OneOff {
    @Override
    public OutputStream stdin() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream stdout() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream stderr() {
      return InputStream.nullInputStream();
    }

    @Override
    public void resize(int columns, int rows) {}

    @Override
    public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
      return commanding.play(limit) ? Optional.of(0) : Optional.empty();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  @Override
  public OneOff enter(EnterSpec spec) throws StartFailed {
    throw new StartFailed("this engine lets nobody in", "");
  }

  @Override
  public CacheUse cache(AppId app) {
    return CacheUse.NOTHING;
  }

  @Override
  public CacheUse clearCache(AppId app) {
    return CacheUse.NOTHING;
  }

  @Override
  public boolean has(Artifact artifact) {
    ask();
    return artifacts.contains(artifact);
  }

  @Override
  public List<Built> built() {
    ask();
    return artifacts.stream()
        .map(artifact -> {
          String[] parts = artifact.reference().substring(1).split("-", -1);
          return new Built(
              new AppId(Long.parseLong(parts[0])), Integer.parseInt(parts[1]), artifact);
        })
        .toList();
  }

  @Override
  public void discard(Artifact artifact) {
    ask();
    try {
      discarding.play();
    } catch (InterruptedException e) {
      throw new EngineUnavailable("interrupted", e);
    }
    artifacts.remove(artifact);
  }

  @Override
  public void forget(AppId app) {
    ask();
    processes.keySet().stream()
        .filter(name -> name.app().equals(app))
        .toList()
        .forEach(name -> stop(name, Duration.ZERO));
  }

  @Override
  public void onEnded(Consumer<InstanceState.Ended> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    processes.values().forEach(ScriptedEngine::end);
  }
}
