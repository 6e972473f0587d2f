package paas.hooks;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Trees of repositories that lie elsewhere: on another server, fetched by one commit's depth and
 * kept beside, or in a folder of this machine.
 */
public final class RemoteTrees {
  private static final String KEPT = "refs/kept/";

  private final Path folder;
  private final RemoteLimits limits;
  private final List<String> certificates;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param folder for what is fetched; made when it is needed
   * @param certificates PEM texts, to be trusted beside the usual ones
   */
  public RemoteTrees(Path folder, RemoteLimits limits, List<String> certificates) {
    this.folder = folder;
    this.limits = limits;
    this.certificates = List.copyOf(certificates);
  }

  /** Where a tree is to be written, and within which limits. */
  public record Target(Path into, ExportLimits limits, Repositories repositories) {
    private void write(Repository from, ObjectId commit) throws IOException, RemoteRefused {
      try {
        TreeExport.export(from, commit.name(), into, limits, repositories.work());
      } catch (ExportRefused e) {
        throw new RemoteRefused("is refused: " + e.getMessage(), "");
      }
    }
  }

  /**
   * Writes the tree of a commit.
   *
   * @param ref branch, tag, or a whole commit id; empty for what HEAD names
   * @return the commit's id
   */
  public String fetch(String url, String ref, Target target) throws IOException, RemoteRefused {
    synchronized (locks.computeIfAbsent(url, _ -> new Object())) {
      Path place = folder.resolve(name(url) + ".git");
      if (FetchWatch.size(place) > limits.bytes()) {
        Folders.remove(place);
      }
      Files.createDirectories(folder);
      try (Repository here =
          new FileRepositoryBuilder().setBare().setGitDir(place.toFile()).build()) {
        if (!Files.exists(place.resolve("HEAD"))) {
          here.create(true);
        }
        ObjectId commit = brought(here, place, url, ref);
        target.write(here, commit);
        return commit.name();
      }
    }
  }

  private ObjectId brought(Repository here, Path place, String url, String ref)
      throws IOException, RemoteRefused {
    @Nullable ObjectId exact = ObjectId.isId(ref) ? ObjectId.fromString(ref) : null;
    if (exact != null && here.getObjectDatabase().has(exact)) {
      return commit(here, exact, ref);
    }
    FetchWatch watch = new FetchWatch(place, limits);
    try (Transport transport = Transport.open(here, new URIish(url))) {
      if (!certificates.isEmpty() && transport instanceof TransportHttp http) {
        http.setHttpConnectionFactory(TrustingConnections.of(certificates));
      }
      transport.setTimeout((int) limits.silence().toSeconds());
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setDepth(1);
      ObjectId wanted = exact != null ? exact : advertised(transport, ref);
      transport.fetch(watch, List.of(new RefSpec(wanted.name() + ":" + KEPT + wanted.name())));
      // A fetch that was ended while it unpacked what had come may end without a word.
      refuseEnded(watch);
      return commit(here, wanted, ref);
    } catch (URISyntaxException e) {
      throw new RemoteRefused("is no address", "Correct it.");
    } catch (IOException e) {
      Folders.remove(place);
      refuseEnded(watch);
      throw refused(e, ref);
    }
  }

  private static void refuseEnded(FetchWatch watch) throws RemoteRefused {
    if (!watch.reason().isEmpty()) {
      throw new RemoteRefused(watch.reason(), "Take a smaller one, or one that is nearer.");
    }
  }

  private static ObjectId advertised(Transport transport, String ref)
      throws IOException, RemoteRefused {
    try (FetchConnection connection = transport.openFetch()) {
      return Stream.of(ref.isEmpty() ? "HEAD" : "refs/tags/" + ref, "refs/heads/" + ref)
          .map(connection::getRef)
          .filter(found -> found != null)
          .findFirst()
          .map(Ref::getObjectId)
          .orElseThrow(() -> noRef(ref));
    }
  }

  private static RemoteRefused noRef(String ref) {
    return ref.isEmpty()
        ? new RemoteRefused("has no commit", "Push something to it.")
        : new RemoteRefused(
            "has no branch or tag '" + ref + "'", "Name one that it has, or a whole commit id.");
  }

  /** Writes the tree of a commit of a repository in a folder of this machine. */
  public String local(Path repository, String ref, Target target)
      throws IOException, RemoteRefused {
    Path git = repository.resolve(".git");
    Path place = Files.isDirectory(git) ? git : repository;
    if (!RepositoryCache.FileKey.isGitRepository(place.toFile(), FS.DETECTED)) {
      throw new RemoteRefused("is no git repository", "Put one there: git clone --bare URL FOLDER");
    }
    try (Repository here = new FileRepositoryBuilder().setGitDir(place.toFile()).build()) {
      ObjectId commit = here.resolve((ref.isEmpty() ? "HEAD" : ref) + "^{commit}");
      if (commit == null) {
        throw noRef(ref);
      }
      target.write(here, commit);
      return commit.name();
    }
  }

  private static ObjectId commit(Repository here, ObjectId id, String ref)
      throws IOException, RemoteRefused {
    try (RevWalk walk = new RevWalk(here)) {
      return walk.parseCommit(id).copy();
    } catch (MissingObjectException e) {
      throw noRef(ref);
    }
  }

  private static RemoteRefused refused(IOException failed, String ref) {
    if (failed instanceof NoRemoteRepositoryException) {
      return new RemoteRefused("is not there, or is private", "Look at the address.");
    }
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String said = Text.oneLine(String.valueOf(cause.getMessage()));
    String why =
        switch (cause) {
          case UnknownHostException _ -> "its host is not known";
          case ConnectException _ -> "nobody answers there";
          case SocketTimeoutException _ -> "it does not answer in time";
          case CertPathBuilderException _ -> "its certificate is not trusted (setting build.ca)";
          default -> said;
        };
    return failed instanceof TransportException && said.contains("not valid")
        ? noRef(ref)
        : new RemoteRefused(
            "cannot be fetched: " + why,
            "Look at the address and the server's network; docs/buildpacks.md tells of closed"
                + " ones.");
  }

  private static String name(String url) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
