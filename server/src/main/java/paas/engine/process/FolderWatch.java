package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes whoever waits for a change in a folder; one thread for all of them. */
final class FolderWatch implements AutoCloseable {
  private static final WatchEvent.Kind<?>[] NEW_FILES = {StandardWatchEventKinds.ENTRY_CREATE};
  private static final WatchEvent.Kind<?>[] ALL = {
    StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY
  };
  private final WatchService service;
  private final Map<WatchKey, Runnable> wakers = new ConcurrentHashMap<>();

  private FolderWatch(WatchService service) {
    this.service = service;
  }

  static FolderWatch open() throws IOException {
    FolderWatch watch = new FolderWatch(FileSystems.getDefault().newWatchService());
    Thread.ofPlatform().daemon().name("folders of processes").start(watch::run);
    return watch;
  }

  /** Wakes now and at every change, until the folder is gone. */
  void add(Path folder, Runnable waker) throws IOException {
    wakers.put(folder.register(service, ALL), waker);
    waker.run();
  }

  /** Chooses between waking at every change, and only when a file is new. */
  void setWrites(Path folder, boolean watched) {
    try {
      folder.register(service, watched ? ALL : NEW_FILES);
    } catch (ClosedWatchServiceException closed) {
      // Nobody waits any more.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents();
        Runnable waker = wakers.get(key);
        if (waker != null) {
          waker.run();
        }
        if (!key.reset()) {
          wakers.remove(key);
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException closed) {
      wakers.clear();
    }
  }
}
