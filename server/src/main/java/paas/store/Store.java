package paas.store;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.model.UserError;

/**
 * What the platform knows, in one file. Safe for use by any number of threads; writers take turns.
 * What a method has written when it returns survives the death of this process; what is followed by
 * a checkpoint, as every method that says so, also survives the death of the machine.
 */
public final class Store implements AutoCloseable {
  private final Database database;
  private final Apps apps;
  private final Configs configs;
  private final Releases releases;
  private final Deploys deploys;
  private final Commands commands;
  private final Packs packs;
  private final Instances instances;
  private final OneOffs oneOffs;
  private final Domains domains;
  private final ProxyRules proxyRules;
  private final Keys keys;
  private final Events events;
  private final Settings settings;
  private final Registries registries;
  private final Boms boms;
  private final Certificates certificates;
  private final AutoCertificates autoCertificates;

  private Store(Database database, Path dataDir) {
    this.database = database;
    apps = new Apps(database);
    configs = new Configs(database);
    releases = new Releases(database);
    deploys = new Deploys(database);
    commands = new Commands(database);
    packs = new Packs(database);
    instances = new Instances(database);
    oneOffs = new OneOffs(database);
    domains = new Domains(database);
    proxyRules = new ProxyRules(database);
    keys = new Keys(database);
    events = new Events(database);
    settings = new Settings(database);
    Seal seal = new Seal(dataDir);
    registries = new Registries(database, seal);
    certificates = new Certificates(database, seal);
    autoCertificates = new AutoCertificates(database, seal);
    boms = new Boms(database);
  }

  /**
   * Opens {@code paas.mv.db} in this folder, made when it is not there, and brings its tables up to
   * date.
   *
   * @param dataDir an existing folder
   * @throws UserError when another server has it open, or a newer version has written it
   */
  public static Store open(Path dataDir) {
    return new Store(Database.open(dataDir), dataDir);
  }

  public Apps apps() {
    return apps;
  }

  public Configs configs() {
    return configs;
  }

  public Releases releases() {
    return releases;
  }

  public Deploys deploys() {
    return deploys;
  }

  public Commands commands() {
    return commands;
  }

  public Packs packs() {
    return packs;
  }

  public Instances instances() {
    return instances;
  }

  public OneOffs oneOffs() {
    return oneOffs;
  }

  public Domains domains() {
    return domains;
  }

  public ProxyRules proxyRules() {
    return proxyRules;
  }

  public Keys keys() {
    return keys;
  }

  public Events events() {
    return events;
  }

  public Settings settings() {
    return settings;
  }

  public Registries registries() {
    return registries;
  }

  public AutoCertificates autoCertificates() {
    return autoCertificates;
  }

  public Certificates certificates() {
    return certificates;
  }

  public Boms boms() {
    return boms;
  }

  /** Returns when all that was written lies on the disk. About a millisecond. */
  public void checkpoint() {
    database.checkpoint();
  }

  /**
   * Writes today's copy into the data folder, if there is none yet, and drops the oldest.
   *
   * @return whether one was written
   */
  public boolean copyOfToday() {
    return Copies.today(database);
  }

  /** The newest copy that lies in the data folder. */
  public static Optional<Path> newestCopy(Path dataDir) {
    return Copies.newest(dataDir);
  }

  /**
   * Puts a copy in the place of the store, which is set aside.
   *
   * @param copy null: the newest
   * @throws UserError when there is none, it cannot be read, or a server has the store open
   */
  public static Restored restore(Path dataDir, @Nullable Path copy) {
    return Restoring.of(dataDir, copy);
  }

  @Override
  public void close() {
    database.close();
  }
}
