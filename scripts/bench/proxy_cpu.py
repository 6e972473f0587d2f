"""Starts our proxy and its peers for proxy-cpu.sh, asks them in turns, and prints one table per row.

usage: proxy_cpu.py --java JAVA --ours=FLAGS [--before=FLAGS] --work FOLDER [--rounds N] [--seconds N]
                    [--warm N] [--peers NAME,...] [--no-log] [--jvm=FLAG]... ROW...
"""

import argparse
import contextlib
import json
import os
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

HOST = "app-500.test"
ROUTES = 1000
SMALL = "an answer of forty-seven bytes, as small as such"
# What a browser sends beside Host and Connection.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Referer": "https://app-500.test/a/page/before/this/one",
    "Cookie": "session=c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00; theme=dark; seen=1732872911",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
}
REST = 15  # what the compilers worked with is given back every 10 s
HZ = os.sysconf("SC_CLK_TCK")

# A part of a thread's name, and the kind of work that it does.
KINDS = {"I/O": "loops", "proxy-log": "log", "Compiler": "compiler"}

# Row: connections, threads, path, headers, and the peers with their limits.
ROWS = {
    "small": (64, 1, "/", {}, {"nginx": 0.9, "nginx+features": 0.75, "haproxy": 0.95, "caddy": 0.3}),
    "headers": (64, 1, "/", BROWSER, {"nginx": 0.95}),
    "one": (1, 1, "/", {}, {"nginx": 0.95}),
    "eight": (8, 1, "/", {}, {"nginx": 0.95}),
    "many": (256, 1, "/", {}, {"nginx": 0.95}),
    "threads": (64, 2, "/", {}, {"nginx": 0.95}),
    "large": (64, 1, "/large", {}, {"nginx-64k": 1.0, "nginx": None}),
}
OTHERS = ("p99", "memory")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


NGINX = """worker_processes %(threads)d; daemon off; pid %(work)s/%(name)s.pid; error_log stderr crit;
events { worker_connections 8192; }
http {
  keepalive_requests 100000000; keepalive_timeout 300s; %(http)s
  client_body_temp_path %(work)s/%(name)s-body; proxy_temp_path %(work)s/%(name)s-temp;
  fastcgi_temp_path %(work)s/%(name)s-f; uwsgi_temp_path %(work)s/%(name)s-u; scgi_temp_path %(work)s/%(name)s-s;
  server { listen 127.0.0.1:%(port)d %(listen)s; %(server)s }
}
"""
UPSTREAM = """upstream app { server 127.0.0.1:%d; keepalive 512; keepalive_requests 100000000; }
  access_log off;"""
PASS = 'location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; %s }'
FEATURES = """proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $host;
  proxy_set_header X-Forwarded-Port $server_port; proxy_set_header X-Request-Id $request_id;
  proxy_set_header X-Request-Start $msec;"""
HAPROXY = """global
  nbthread %(threads)d
  maxconn 8192
defaults
  mode http
  timeout connect 5s
  timeout client 300s
  timeout server 300s
frontend in
  bind 127.0.0.1:%(port)d
  default_backend app
backend app
  http-reuse always
  server one 127.0.0.1:%(backend)d pool-max-conn 512
"""
CADDY = """{
  admin off
  auto_https off
  log {
    level ERROR
  }
}
http://:%(port)d {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:%(backend)d {
    transport http {
      keepalive_idle_conns_per_host 512
    }
  }
}
"""


class Rig:
    """The processes of one run. Each that was started is ended with it."""

    def __init__(self, options):
        self.options = options
        self.work = options.work
        self.started = []
        self.servers = {}
        self.backend = self.nginx_backend()

    def end(self):
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def start(self, name, *command, env=None):
        log = open(f"{self.work}/{name}.log", "w")
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=env)
        self.started.append(process)
        return process.pid

    def nginx(self, name, port, threads, http, server, listen=""):
        path = f"{self.work}/{name}.conf"
        with open(path, "w") as f:
            f.write(NGINX % {**locals(), "work": self.work})
        return self.start(name, "nginx", "-p", self.work, "-c", path)

    def nginx_backend(self):
        port = free_port()
        with open(f"{self.work}/large", "wb") as f:
            f.write(bytes(range(33, 127)) * 1090)
            f.truncate(102_400)
        server = f'location / {{ return 200 "{SMALL}"; }} location = /large {{ root {self.work}; }}'
        self.nginx("backend", port, 1, "access_log off; sendfile on; output_buffers 2 128k;", server)
        awaited(port, f"{self.work}/backend.log")
        return port

    def peer(self, name, threads):
        """The port and the process ids of a peer, started at the first call."""
        key = f"{name}-{threads}"
        if key not in self.servers:
            port = free_port()
            root = self.begin(name, key, port, threads)
            awaited(port, f"{self.work}/{key}.log")
            self.servers[key] = (port, root)
        port, root = self.servers[key]
        # nginx works in the children of the process that was started, and so does HAProxy.
        return port, [root, *children(root)]

    def begin(self, name, key, port, threads):
        upstream = UPSTREAM % self.backend
        if name == "ours":
            return self.proxy(key, port, threads, self.options.ours)
        if name == "before":
            return self.proxy(key, port, threads, self.options.before)
        if name == "nginx":
            return self.nginx(key, port, threads, upstream, PASS % "")
        if name == "nginx-64k":
            buffers = "proxy_buffer_size 64k; proxy_buffers 8 64k; proxy_busy_buffers_size 128k;"
            return self.nginx(key, port, threads, upstream, PASS % buffers)
        if name == "nginx+features":
            hosts = "".join(f"app-{n}.test 1;" for n in range(ROUTES))
            http = upstream.replace(
                "access_log off;",
                f"access_log {self.work}/access.log combined buffer=64k; map_hash_max_size 8192;"
                f"map $host $known {{ default 0; {hosts} }}",
            )
            return self.nginx(key, port, threads, http, "if ($known = 0) { return 404; }" + PASS % FEATURES)
        path = f"{self.work}/{key}.conf"
        with open(path, "w") as f:
            f.write((HAPROXY if name == "haproxy" else CADDY) % {**locals(), "backend": self.backend})
        if name == "haproxy":
            return self.start(key, "haproxy", "-db", "-f", path)
        env = {**os.environ, "GOMAXPROCS": str(threads), "HOME": self.work, "XDG_DATA_HOME": self.work}
        return self.start(key, "caddy", "run", "--adapter", "caddyfile", "--config", path, env=env)

    def proxy(self, key, port, threads, flags):
        state = f"{self.work}/{key}.json"
        apps = [
            {
                "app": f"app-{n}",
                "release": "v1",
                "hosts": [f"app-{n}.test"],
                "mode": "SERVING",
                "targets": [{"id": f"t{n}", "host": "127.0.0.1", "port": self.backend, "process": "web.1"}],
                "connectMillis": 5000,
                "firstByteMillis": 30000,
                "idleMillis": 55000,
            }
            for n in range(ROUTES)
        ]
        with open(state, "w") as f:
            json.dump({"format": 1, "revision": 1, "apps": apps}, f)
        listen = ["--listen", f"127.0.0.1:{port}", "--state", state]
        command = [self.options.java, *flags, *self.options.jvm, "paas.proxy.control.ProxyMain"]
        log = [] if self.options.no_log else ["--log"]
        return self.start(key, *command, *listen, "--io-threads", str(threads), *log)


def awaited(port, log):
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as s:
            s.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            if s.recv(4096).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.1)
    sys.exit(f"nothing answers on port {port}:\n" + "".join(open(log).readlines()[-5:]))


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as f:
        return [int(child) for child in f.read().split()]


def cpu(pids):
    """Seconds that all threads of these processes have worked, as the kernel counts them: all, the kernel's."""
    own = kernel = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as f:
            words = f.read().rsplit(")", 1)[1].split()
        own += int(words[11])
        kernel += int(words[12])
    return (own + kernel) / HZ, kernel / HZ


def by_thread(pid):
    """The same for the kinds of threads of our proxy: its loops, its log, the compiler, the rest."""
    kinds = {"loops": 0, "log": 0, "compiler": 0, "rest": 0}
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/stat") as f:
            name, words = f.read().split("(", 1)[1].rsplit(")", 1)
        words = words.split()
        kind = next((k for part, k in KINDS.items() if part in name), "rest")
        kinds[kind] += (int(words[11]) + int(words[12])) / HZ
    return kinds


def resident(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) * 1024


def load(port, row, seconds):
    """Asks as fast as it goes; how many were answered."""
    connections, _, path, headers, _ = ROWS[row]
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Host: {HOST}"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    said = subprocess.run(
        [*words, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True, timeout=60 + 2 * seconds
    ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(said)
    return int(re.search(r"(\d+) requests in", said).group(1))


def cost(rig, row, name):
    """Microseconds of processor time per request: all, and the kernel's part."""
    port, pids = rig.peer(name, ROWS[row][1])
    before = cpu(pids)
    requests = load(port, row, rig.options.seconds)
    return [(b - a) / requests * 1e6 for a, b in zip(before, cpu(pids))]


def warm(rig, row, name="ours"):
    """The virtual machine's compiler works in the process that is measured: gives it time before.

    In several loads, as what is measured is: their beginnings and ends are compiled too.
    """
    port, _ = rig.peer(name, ROWS[row][1])
    for _ in range(max(1, rig.options.warm // 5)):
        load(port, row, 5)


def in_turns(rig, row):
    connections, threads, path, headers, limits = ROWS[row]
    if rig.options.before:
        limits = {"before": None, **limits}
    peers = [name for name in limits if wanted(rig, name)]
    print(f"\n{row}: {connections} connections, {threads} thread(s), {path}, {len(headers)} headers more")
    print("round" + "".join(f"{name:>16}" for name in ["ours", *peers]) + "   (µs of CPU per request)")
    for name in ["ours", *(["before"] if "before" in peers else [])]:
        warm(rig, row, name)
    spent = {name: [] for name in ["ours", *peers]}
    whole = by_thread(rig.peer("ours", threads)[1][0])
    for n in range(rig.options.rounds):
        for name in spent if n % 2 else reversed(spent):
            spent[name].append(cost(rig, row, name))
        print(f"{n + 1:<5}" + "".join(f"{spent[name][-1][0]:>16.2f}" for name in spent), flush=True)
    medians = (statistics.median(kernel for _, kernel in spent[name]) for name in spent)
    print("kernel" + "".join(f"{kernel:>{15 if n == 0 else 16}.2f}" for n, kernel in enumerate(medians)))
    parts = by_thread(rig.peer("ours", threads)[1][0])
    share = {kind: parts[kind] - whole[kind] for kind in parts}
    of = ", ".join(f"{kind} {part / sum(share.values()):.0%}" for kind, part in share.items())
    print(f"  where ours was spent: {of}; machine: load average {os.getloadavg()[0]:.0f}")
    for name in peers:
        ratios = [a / b for (a, _), (b, _) in zip(spent["ours"], spent[name])]
        verdict(f"ours / {name}", statistics.median(ratios), limits[name], f"{min(ratios):.2f} to {max(ratios):.2f}")


def wanted(rig, name):
    if rig.options.peers and name not in rig.options.peers:
        return False
    if name == "before":
        return True
    tool = name.split("-")[0].split("+")[0]
    if shutil.which(tool):
        return True
    print(f"missing: {tool} (a Debian package of that name): not compared")
    return False


def verdict(what, value, limit, rest):
    held = "" if limit is None else f"limit {limit}: {'held' if value <= limit else 'MISSED'}"
    print(f"  {what:<28} {value:>8.2f}   {held:<22} {rest}")


def paced(rig, port):
    """The 99th of 100 answer times, in milliseconds, at 10,000 requests a second on 64 connections."""
    log = f"{rig.work}/h2load.log"
    with contextlib.suppress(FileNotFoundError):
        os.remove(log)
    seconds = rig.options.seconds
    pace = ["--rps=156.25", f"--requests={10_000 * seconds}"]
    said = subprocess.run(
        ["h2load", "--h1", "-t1", "-c64", "-m1", *pace, f"--log-file={log}",
         f"--connect-to=127.0.0.1:{port}", f"http://{HOST}/"],
        capture_output=True, text=True, check=True, timeout=20 * seconds,
    ).stdout
    times = []
    with open(log) as f:
        for line in f:
            _, status, micros = line.split("\t")
            if status != "200":
                sys.exit(f"an answer of status {status}\n{said}")
            times.append(int(micros))
    took = float(re.search(r"finished in ([\d.]+)s", said).group(1))
    if took > 1.1 * seconds:
        print(f"  {took:.1f} s instead of {seconds}: the machine is too busy for this row")
    return sorted(times)[int(len(times) * 0.99)] / 1000


def p99(rig):
    print("\np99: 10,000 requests a second on 64 connections, milliseconds, one thread each")
    if not shutil.which("h2load"):
        print("missing: h2load (Debian: nghttp2-client)")
        return
    warm(rig, "small")
    ours, theirs = [], []
    for n in range(max(7, rig.options.rounds)):
        both = [(ours, "ours"), (theirs, "nginx")]
        for times, name in both if n % 2 else reversed(both):
            times.append(paced(rig, rig.peer(name, 1)[0]))
        print(f"{n + 1:<5} ours {ours[-1]:>8.2f} nginx {theirs[-1]:>8.2f}", flush=True)
    ratio = statistics.median(ours) / statistics.median(theirs)
    verdict("median / median of nginx", ratio, 1.1, f"{statistics.median(ours):.2f} ms, {statistics.median(theirs):.2f} ms")


def memory(rig, idle=5000):
    print(f"\nmemory: {ROUTES} routes, then {idle} idle connections that each asked once")
    resource.setrlimit(resource.RLIMIT_NOFILE, (idle + 100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    warm(rig, "small")
    port, pids = rig.peer("ours", 1)
    verdict("resident under load, MB", resident(pids[0]) / 1e6, None, "what the compiler works with is in it")
    time.sleep(REST)
    before = resident(pids[0])
    verdict("resident at rest, MB", before / 1e6, 90, f"{REST} s later")
    with contextlib.ExitStack() as open_sockets:
        for n in range(idle):
            # One address has only its share of connections.
            address = (f"127.0.1.{n // 50 + 1}", 0)
            s = open_sockets.enter_context(socket.create_connection(("127.0.0.1", port), 10, address))
            s.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            if not s.recv(4096).startswith(b"HTTP/1.1 200"):
                sys.exit("a connection was not served")
        grown = resident(pids[0]) - before
    verdict("more per idle connection, KB", grown / idle / 1000, 40, f"{(before + grown) / 1e6:.0f} MB in all")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--java", required=True)
    parser.add_argument("--ours", required=True, type=str.split, help="flags of our proxy's virtual machine")
    parser.add_argument("--work", required=True)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--warm", type=int, default=40)
    parser.add_argument("--peers", type=lambda text: text.split(","))
    parser.add_argument("--before", type=str.split, help="those of another build of ours: one more peer")
    parser.add_argument("--no-log", action="store_true", help="our proxy writes no router lines")
    parser.add_argument("--jvm", action="append", default=[], help="one more flag for our proxy's virtual machine")
    parser.add_argument("rows", nargs="+", choices=[*ROWS, *OTHERS])
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rig = Rig(options)
    try:
        for row in options.rows:
            if row == "p99":
                p99(rig)
            elif row == "memory":
                memory(rig)
            else:
                in_turns(rig, row)
    finally:
        rig.end()


main()
