package paas.proxy;

import java.io.IOException;

/** A house whose app reads every request whole and answers {@code fine}. */
final class FineHouse implements AutoCloseable {
  final House house = new House();
  private Backend backend = app();
  private int apps;

  FineHouse() throws IOException {}

  private static Backend app() throws IOException {
    return new Backend(call -> {
      call.body();
      call.ok("fine");
    });
  }

  /** Puts another app in the place of the last one, whose late requests nobody counts. */
  Backend anew() throws IOException {
    Backend last = backend;
    backend = app();
    house.serve(backend.target("t" + ++apps));
    last.close();
    return backend;
  }

  @Override
  public void close() throws IOException {
    house.close();
    backend.close();
  }
}
