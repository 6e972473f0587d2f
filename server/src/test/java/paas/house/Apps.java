package paas.house;

import java.io.IOException;

/** Small ordinary apps without a line made for this platform, and without a dependency. */
final class Apps {
  static final String PACKAGE =
      """
      {
        "name": "an-app",
        "version": "1.0.0",
        "scripts": {"start": "node server.js"}
      }
      """;

  /** Says who it is; a POST of an id is counted, so that one sent twice would show. */
  static final String SERVER =
      """
      const http = require('http');
      const fs = require('fs');
      const seen = new Map();
      const env = process.env;
      function who(more) {
        return JSON.stringify({app: env.PAAS_APP, release: env.PAAS_RELEASE, dyno: env.DYNO,
          greeting: env.GREETING || '', pid: String(process.pid),
          start: fs.readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')[19], ...more});
      }
      const server = http.createServer((request, response) => {
        const parts = [];
        request.on('data', part => parts.push(part));
        request.on('end', () => {
          const id = Buffer.concat(parts).toString();
          if (request.url === '/say') console.log(id);
          if (request.method === 'POST') seen.set(id, (seen.get(id) || 0) + 1);
          response.end(who({id, count: String(seen.get(id) || 0)}));
        });
      });
      server.listen(env.PORT, () => console.log('ready as ' + env.PAAS_RELEASE));
      process.on('SIGTERM', () => { server.close(() => process.exit(0)); });
      """;

  private Apps() {}

  /** A Node app that answers with itself. */
  static Project node(Desk desk, String app) throws IOException {
    return desk.project(app).write("package.json", PACKAGE).write("server.js", SERVER);
  }

  /** The same, with a build that says a line a second for a minute. */
  static Project slowToBuild(Desk desk, String app) throws IOException {
    String build =
        "let n = 0; setInterval(() => { console.log('still at it'); if (++n > 60) process.exit();"
            + " }, 1000)";
    return node(desk, app)
        .write("build.js", build)
        .write(
            "package.json",
            PACKAGE.replace("{\"start\"", "{\"build\": \"node build.js\", \"start\""));
  }
}
