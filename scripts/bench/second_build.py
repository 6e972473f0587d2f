"""Measures second-build.sh's builds and their peers, in turns, and prints the table.

usage: second_build.py SSH_CONFIG REPOSITORY BUILDS
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
import time

PATIENCE = 300
LIMIT, ROOM = 1.1, 5_000_000
# No two runs build the same files: Docker still has what the run before has built.
RUN = f"{time.time():.3f}"
# As a careful person writes it by hand.
DOCKERFILE = """\
FROM {base}
WORKDIR /app
RUN chown 1000:1000 /app
USER 1000:1000
ENV NODE_ENV=production
COPY --chown=1000:1000 package.json package-lock.json ./
RUN --mount=type=cache,target=/tmp/npm,uid=1000 npm ci --omit=dev --no-audit --no-fund --cache /tmp/npm
COPY --chown=1000:1000 . .
CMD ["node", "server.js"]
"""


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


def size(image):
    return json.loads(Docker().call("GET", f"/images/{image}/json"))["Size"]


def revise(repository, revision):
    (repository / "REVISION").write_text(revision + "\n")
    subprocess.run(["git", "-C", repository, "commit", "-qam", revision], check=True)


def push(repository, config):
    """Seconds from git's start, and from the build's start, to the image; the server says both ends."""
    env = dict(os.environ, GIT_SSH_COMMAND=f"ssh -F '{config}' -o BatchMode=yes -o ControlMaster=no -o ControlPath=none")
    began = time.perf_counter()
    git = subprocess.Popen(
        ["git", "-C", repository, "push", "paas", "main"], env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    building = made = None
    said = []
    for line in git.stderr:
        text = line.decode(errors="replace")
        said.append(text)
        if "-----> Building" in text:
            building = time.perf_counter()
        if "-----> Release v" in text and made is None:
            made = time.perf_counter()
    if git.wait() or made is None or building is None:
        sys.exit("".join(said))
    return made - began, made - building


def tree(repository, recipe):
    """The app's files and the recipe as a tar, as `docker build` would send them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        tar.add(repository, ".", filter=lambda entry: None if "/.git" in entry.name else entry)
        entry = tarfile.TarInfo("Dockerfile")
        entry.size = len(recipe)
        tar.addfile(entry, io.BytesIO(recipe.encode()))
    return packed.getvalue()


def bare(repository, base, name):
    began = time.perf_counter()
    packed = tree(repository, DOCKERFILE.format(base=base))
    said = Docker().call("POST", f"/build?version=2&t={name}", packed, "application/x-tar")
    errors = [line for line in said.decode().splitlines() if '"errorDetail"' in line]
    if errors:
        sys.exit(errors[0][:400])
    return time.perf_counter() - began


def packages(repository):
    """The bytes of what production needs, as npm lays it out."""
    place = repository.parent / "packages"
    place.mkdir()
    for name in ("package.json", "package-lock.json"):
        (place / name).write_bytes((repository / name).read_bytes())
    subprocess.run(["npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--silent"], cwd=place, check=True)
    files = [f for f in place.rglob("*") if f.is_file() and not f.is_symlink()]
    return len(json.loads((place / "package-lock.json").read_text())["packages"]) - 1, sum(f.stat().st_size for f in files)


def app_image():
    """The newest image that the server made for its one app."""
    images = json.loads(Docker().call("GET", "/images/json?filters=" + '%7B%22label%22%3A%5B%22paas.app.name%3Dexpress%22%5D%7D'))
    return max(images, key=lambda image: image["Created"])["Id"]


def main(config, repository, builds):
    repository = pathlib.Path(repository)
    base, name = os.environ["BASE"], f"paas-bench-{os.getpid()}"
    whole, ours, peer = [], [], []
    try:
        for n in range(int(builds) + 2):
            revise(repository, f"{RUN} {n}")
            a, b = push(repository, config)
            c = bare(repository, base, name)
            if n >= 2:
                whole.append(a), ours.append(b), peer.append(c)
        image, count_bytes = app_image(), packages(repository)
        count, weight = count_bytes
        code = sum(f.stat().st_size for f in repository.iterdir() if f.is_file())
        over = size(image) - size(base) - weight - code
        theirs = size(name) - size(base) - weight - code
    finally:
        Docker().call("DELETE", f"/images/{name}?force=1")
    a, b, c = map(statistics.median, (whole, ours, peer))
    ratio = statistics.median(x / y for x, y in zip(ours, peer))
    print(f"{count} packages, {len(ours)} builds after one changed line, each in turn with its peer; medians")
    print(("{:<34}" + "{:>12}" * 4).format("", "ours", "docker build", "ratio", "limit"))
    print(("{:<34}" + "{:>12}" * 4).format("build to image", f"{b:.2f} s", f"{c:.2f} s", f"{ratio:.2f}", f"{LIMIT}"))
    print(("{:<34}" + "{:>12}" * 4).format("git push to image", f"{a:.2f} s", "", f"{a / c:.2f}", ""))
    row = (f"{over / 1e6:.1f} MB", f"{theirs / 1e6:.1f} MB", "", f"{ROOM / 1e6:.0f} MB")
    print(("{:<34}" + "{:>12}" * 4).format("image over base + packages + code", *row))
    if ratio > LIMIT or over > ROOM:
        sys.exit("a limit is passed")


if __name__ == "__main__":
    main(*sys.argv[1:])
