"""Measures push-to-live.sh's pushes and their peers, in turns, and prints the table.

usage: push_to_live.py ENGINE PROXY SSH_CONFIG OPENSSH_CONFIG REPOSITORIES PUSHES
"""

import http.client
import io
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tarfile
import threading
import time

EVERY = 0.002
PATIENCE = 120
WARM = 2
MORE = {"process": 0.6, "docker": 0.8}
START = {"node": ["node", "server.js"], "python": ["python3", "server.py"]}
# Plain recipes as the language's own documentation would give them.
RECIPE = {
    "node": "FROM node:{tag}\nCOPY . /app\nCMD [\"node\", \"/app/server.js\"]\n",
    "python": "FROM python:{tag}\nCOPY . /app\nCMD [\"python\", \"/app/server.py\"]\n",
}


class Asker(threading.Thread):
    """Asks one address again and again, every 2 ms, and notes when each revision first answered."""

    def __init__(self, host, port, name):
        super().__init__(daemon=True)
        self.at, self.name_asked = (host, port), name
        self.first, self.asked, self.failed, self.stopping = {}, 0, 0, False
        self.news = threading.Condition()

    def run(self):
        connection = None
        while not self.stopping:
            began = time.perf_counter()
            self.asked += 1
            try:
                connection = connection or http.client.HTTPConnection(*self.at, timeout=30)
                connection.request("GET", "/", headers={"Host": self.name_asked})
                answer = connection.getresponse()
                body = answer.read().decode()
                now = time.perf_counter()
                if answer.status != 200:
                    raise OSError(f"status {answer.status}")
                revision = body.split()[2]
                if revision not in self.first:
                    with self.news:
                        self.first[revision] = now
                        self.news.notify_all()
            except (OSError, http.client.HTTPException):
                self.failed += 1
                if connection:
                    connection.close()
                connection = None
            time.sleep(max(0.0, began + EVERY - time.perf_counter()))
        if connection:
            connection.close()

    def when(self, revision):
        with self.news:
            if not self.news.wait_for(lambda: revision in self.first, PATIENCE):
                sys.exit(f"{self.name_asked}: revision {revision} never answered")
        return self.first[revision]


class Docker(http.client.HTTPConnection):
    """The engine's API over its socket."""

    def __init__(self):
        super().__init__("localhost", timeout=PATIENCE)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(os.environ["DOCKER_SOCKET"])

    def call(self, method, path, body=None, kind="application/json"):
        self.request(method, path, body, {"Content-Type": kind})
        answer = self.getresponse()
        text = answer.read()
        if answer.status >= 400:
            sys.exit(f"docker {method} {path}: {answer.status} {text[:300]!r}")
        return text


def revise(repository, revision):
    (repository / "REVISION").write_text(revision + "\n")
    subprocess.run(["git", "-C", repository, "commit", "-qam", revision], check=True)


def push(repository, revision, asker, config):
    """Seconds from git's start to the first answer of the revision, and to git's end."""
    env = dict(os.environ, GIT_SSH_COMMAND=f"ssh -F '{config}' -o BatchMode=yes -o ControlMaster=no -o ControlPath=none")
    revise(repository, revision)
    began = time.perf_counter()
    git = subprocess.run(["git", "-C", repository, "push", "-q", "paas", "main"], env=env, capture_output=True)
    ended = time.perf_counter()
    if git.returncode:
        sys.exit(git.stderr.decode())
    return asker.when(revision) - began, ended - began


def answered(host, port, revision):
    """Waits for the first answer, asking as often as the pushes are asked."""
    asker = Asker(host, port, "localhost")
    asker.start()
    when = asker.when(revision)
    asker.stopping = True
    asker.join()
    return when


def bare_start(language, repository, revision):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    app = subprocess.Popen(
        START[language], cwd=repository, env=dict(os.environ, PORT=str(port)), stdout=subprocess.DEVNULL
    )
    try:
        return answered("127.0.0.1", port, revision) - began
    finally:
        app.kill()
        app.wait()


def round_trip(openssh):
    began = time.perf_counter()
    subprocess.run(["ssh", "-F", openssh, "openssh", "true"], check=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - began


def tree(repository, recipe):
    """The app's files and the recipe as a tar, as `docker build` would send them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        tar.add(repository, ".", filter=lambda entry: None if "/.git" in entry.name else entry)
        entry = tarfile.TarInfo("Dockerfile")
        entry.size = len(recipe)
        tar.addfile(entry, io.BytesIO(recipe.encode()))
    return packed.getvalue()


def bare_docker(language, repository, revision, tag):
    """Build, run and first answer, by the engine's API."""
    name = f"paas-bench-{os.getpid()}-{language}"
    began = time.perf_counter()
    packed = tree(repository, RECIPE[language].format(tag=tag))
    docker = Docker()
    said = docker.call("POST", f"/build?version=2&t={name}", packed, "application/x-tar")
    errors = [line for line in said.decode().splitlines() if '"errorDetail"' in line]
    if errors:
        sys.exit(errors[0][:400])
    wanted = json.dumps({"Image": name, "Env": ["PORT=5000"], "HostConfig": {"Init": True}})
    container = json.loads(docker.call("POST", "/containers/create", wanted))["Id"]
    try:
        docker.call("POST", f"/containers/{container}/start")
        host = json.loads(docker.call("GET", f"/containers/{container}/json"))["NetworkSettings"]["IPAddress"]
        return answered(host, 5000, revision) - began
    finally:
        docker.call("DELETE", f"/containers/{container}?force=1&v=1")
        docker.call("DELETE", f"/images/{name}?force=1")


def measure(engine, language, proxy, config, openssh, repository, pushes):
    host, _, port = proxy.rpartition(":")
    asker = Asker(host, int(port), f"{language}.localhost")
    asker.start()
    live, whole, peer = [], [], []
    for n in range(pushes + WARM):
        revision = f"r{n}"
        if n == WARM:
            asker.asked = asker.failed = 0
        first, ended = push(repository, revision, asker, config)
        if engine == "docker":
            alone = bare_docker(language, repository, revision, TAGS[language])
        else:
            alone = bare_start(language, repository, revision) + round_trip(openssh)
        if n >= WARM:
            live.append(first)
            whole.append(ended)
            peer.append(alone)
    asker.stopping = True
    asker.join()
    return live, whole, peer, asker


def main(engine, proxy, config, openssh, repositories, pushes):
    head = ("app", "push to live", "peer", "more", "limit", "ratio", "git's end", "asked", "failed")
    print(("{:<8}" + " {:>12}" * 8).format(*head))
    for language in START:
        live, whole, peer, asker = measure(
            engine, language, proxy, config, openssh, pathlib.Path(repositories) / language, int(pushes)
        )
        a, b, c = map(statistics.median, (live, peer, whole))
        more = statistics.median(x - y for x, y in zip(live, peer))
        print(
            f"{language:<8} {a:>10.3f} s {b:>10.3f} s {more:>10.3f} s {MORE[engine]:>10.1f} s"
            f" {a / b:>12.2f} {c:>10.3f} s {asker.asked:>12} {asker.failed:>12}"
        )


TAGS = dict(pair.split("=") for pair in os.environ.get("BASE_TAGS", "").split())
main(*sys.argv[1:])
