package paas.engine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An ordinary small web app in Python's own library; its environment says how it misbehaves. */
final class SampleApp {
  static final String COMMAND = "python3 -u app.py";

  private static final String APP =
      """
      import http.server, os, signal, subprocess, sys, threading, time

      env = os.environ
      if "TALK" in env:
          for i in range(int(env["TALK"])):
              print("line", i)
      if "EXIT" in env:
          print("leaving", file=sys.stderr)
          sys.exit(int(env["EXIT"]))
      if "DEAF" in env:
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
      else:
          signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
      if "CHILD" in env:
          child = "import sys, time; time.sleep(600)"
          subprocess.Popen([sys.executable, "-c", child, env["CHILD"]], start_new_session=True)
      if "EAT" in env:
          hoard = bytearray(b"x") * int(env["EAT"])


      class Handler(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              _, verb, value = self.path.split("/", 2)
              if verb == "say":
                  print(value)
              answer = env.get(value, "") if verb == "env" else value
              if verb == "orphan":
                  orphan = "sleep 0.1 >/dev/null 2>&1 & echo $!"
                  answer = subprocess.check_output(["sh", "-c", orphan]).decode()
              if verb == "alive":
                  answer = str(os.path.exists("/proc/" + value))
              self.send_response(200)
              self.end_headers()
              self.wfile.write(answer.encode())

          def log_message(self, *_):
              pass


      address = env.get("BIND", "0.0.0.0"), int(env.get("BIND_PORT", env["PORT"]))
      http.server.ThreadingHTTPServer(address, Handler).serve_forever()
      """;

  private SampleApp() {}

  /** Writes the app into a new folder below {@code parent}. */
  static Path write(Path parent) throws IOException {
    Path source = Files.createTempDirectory(parent, "sample");
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(source.resolve("app.py"), APP);
    Files.writeString(source.resolve("requirements.txt"), "");
    Files.writeString(source.resolve("Procfile"), "web: " + COMMAND + "\n");
    return source;
  }

  /** The answer, asked for until it comes: the process may just have started. */
  static String ask(Running running, String path) {
    URI uri = URI.create("http://" + running.host() + ":" + running.port() + "/" + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      return await()
          .atMost(20, TimeUnit.SECONDS)
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> http.send(request, HttpResponse.BodyHandlers.ofString()).body(), _ -> true);
    }
  }

  /** How many processes of this machine have the text in their command line. */
  static long processesWith(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .count();
  }
}
