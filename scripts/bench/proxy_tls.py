"""Starts our proxy, an nginx and their target for proxy-tls.sh, asks both in turns, and prints one table.

usage: proxy_tls.py --java JAVA --ours=FLAGS --work FOLDER [--rounds N] [--seconds N] [--warm N]
                    [--jvm=FLAG]... ROW...
"""

import argparse
import base64
import json
import os
import re
import socket
import ssl
import statistics
import subprocess
import sys
import time

HZ = os.sysconf("SC_CLK_TCK")
# One of them leads to this machine: wrk asks TLS for the host of its address.
HOSTS = {"ecdsa": "localhost", "rsa": "rsa.test"}
SMALL = "an answer of forty-seven bytes, as small as such"
# Ours twice: with the TLS that it takes by itself where it can, and with the JDK's.
OURS = {"native": [], "java": ["--jdk-tls"]}
REQUEST = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Rig:
    """The processes of one run. Each that was started is ended with it."""

    def __init__(self, options):
        self.work, self.options, self.started = options.work, options, []
        self.backend = free_port()
        # Each has a port without TLS and one with it.
        self.ports = {name: (free_port(), free_port()) for name in ("nginx", *OURS)}
        self.pids = {}
        for kind in HOSTS:
            self.certificate(kind)
        self.nginx("backend", 'server { listen 127.0.0.1:%d; location / { return 200 "%s"; } }' % (self.backend, SMALL))
        self.nginx("nginx", self.front())
        self.certificates()
        for name, flags in OURS.items():
            self.ours(name, flags)
        for ports in self.ports.values():
            for port in ports:
                self.answers(port)

    def end(self):
        for process in self.started:
            process.terminate()
        for process in self.started:
            process.wait()

    def certificate(self, kind):
        key = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ecdsa" else ["rsa:2048"]
        subprocess.run(
            ["openssl", "req", "-x509", "-nodes", "-newkey", *key, "-days", "2", "-subj", "/CN=" + HOSTS[kind],
             "-addext", "subjectAltName=DNS:" + HOSTS[kind], "-keyout", self.path(kind + ".key"),
             "-out", self.path(kind + ".pem")], check=True, stderr=subprocess.DEVNULL)

    def path(self, name):
        return os.path.join(self.work, name)

    def nginx(self, name, http):
        conf = self.path(name + ".conf")
        folders = " ".join("%s_temp_path %s;" % (t, self.path(name + "-" + t))
                           for t in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(conf, "w") as f:
            f.write("worker_processes 1; daemon off; pid %s; error_log stderr crit;\n" % self.path(name + ".pid"))
            f.write("events { worker_connections 8192; }\n")
            f.write("http { access_log off; keepalive_requests 100000000; %s\n%s }\n" % (folders, http))
        self.start(["nginx", "-p", self.work, "-c", conf], name)

    def front(self):
        plain, tls = self.ports["nginx"]
        servers = "".join(
            "server { listen 127.0.0.1:%d ssl http2; server_name %s; ssl_certificate %s; ssl_certificate_key %s; %s }\n"
            % (tls, host, self.path(kind + ".pem"), self.path(kind + ".key"), PASS)
            for kind, host in HOSTS.items())
        return (
            "upstream app { server 127.0.0.1:%d; keepalive 256; keepalive_requests 100000000; }\n" % self.backend
            + "ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:10m; http2_max_concurrent_streams 128;\n"
            + servers + "server { listen 127.0.0.1:%d http2; %s }" % (plain, PASS))

    def certificates(self):
        with open(self.path("certificates.json"), "w") as f:
            json.dump([self.ours_has(kind) for kind in HOSTS], f)

    def ours(self, name, flags):
        plain, tls = self.ports[name]
        table = {"format": 1, "revision": 1, "apps": [{
            "app": "shop", "release": "v1", "hosts": list(HOSTS.values()), "mode": "SERVING",
            "targets": [{"id": "t1", "host": "127.0.0.1", "port": self.backend, "process": "web.1"}],
            "connectMillis": 5000, "firstByteMillis": 30000, "idleMillis": 55000}]}
        folder = self.path(name)
        os.mkdir(folder)
        with open(os.path.join(folder, "routes.json"), "w") as f:
            json.dump(table, f)
        os.symlink(self.path("certificates.json"), os.path.join(folder, "certificates.json"))
        started = self.start(
            [self.options.java, *self.options.ours.split(), *self.options.jvm, "paas.proxy.control.ProxyMain",
             "--listen", "127.0.0.1:%d" % plain, "--tls", "127.0.0.1:%d" % tls, "--state", os.path.join(folder, "routes.json"),
             "--control", os.path.join(folder, "control.sock"), "--io-threads", "1", *flags], name)
        self.pids[name] = started.pid

    def ours_has(self, kind):
        def der(*words):
            out = subprocess.run(["openssl", *words, "-outform", "DER"], check=True, capture_output=True).stdout
            return base64.b64encode(out).decode()
        return {"hosts": [HOSTS[kind]], "algorithm": "EC" if kind == "ecdsa" else "RSA",
                "key": der("pkcs8", "-topk8", "-nocrypt", "-in", self.path(kind + ".key")),
                "chain": [der("x509", "-in", self.path(kind + ".pem"))]}

    def start(self, argv, name):
        with open(self.path(name + ".log"), "w") as log:
            self.started.append(subprocess.Popen(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL))
        return self.started[-1]

    def answers(self, port):
        for _ in range(300):
            try:
                with socket.create_connection(("127.0.0.1", port), 1):
                    return
            except OSError:
                time.sleep(0.1)
        sys.exit("nothing listens on port %d; see the logs in %s" % (port, self.work))

    def ticks(self, name):
        # nginx's master only waits: its one worker does the work.
        if name in self.pids:
            pid = self.pids[name]
        else:
            with open(self.path("nginx.pid")) as f:
                master = f.read().strip()
            pid = int(subprocess.run(["pgrep", "-P", master], check=True, capture_output=True).stdout.split()[0])
        with open("/proc/%d/stat" % pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])


PASS = 'location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; }'


def handshakes(port, host, seconds, resumed):
    """Connects again and again with one request each; returns how often."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    request = (REQUEST % host).encode()
    session, count, end = None, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        raw = socket.create_connection(("127.0.0.1", port), 30)
        # As every browser does: else a request waits 40 ms for the acknowledgement of what ended the handshake.
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with context.wrap_socket(raw, server_hostname=host, session=session if resumed else None,
                                 suppress_ragged_eofs=True) as s:
            if resumed and session and not s.session_reused:
                sys.exit("a session was not resumed by the server on port %d" % port)
            s.sendall(request)
            answer = b""
            while part := s.recv(4096):
                answer += part
            if b" 200 OK" not in answer.split(b"\r\n")[0]:
                sys.exit("not answered: %r" % answer[:200])
            session = s.session
        count += 1
    return count


def wrk(port, seconds):
    out = run(["wrk", "-t1", "-c64", "-d%ds" % seconds, "https://%s:%d/" % (HOSTS["ecdsa"], port)])
    if re.search("Non-2xx|Socket errors", out):
        sys.exit(out)
    return int(re.search(r"(\d+) requests in", out)[1])


def h2load(scheme, port, host, seconds):
    out = run(["h2load", "-D%d" % seconds, "-c16", "-m10", "--connect-to=127.0.0.1:%d" % port,
               "%s://%s:%d/" % (scheme, host, port)])
    done = re.search(r"(\d+) done, (\d+) succeeded, (\d+) failed", out)
    if not done or done[3] != "0" or " 0 4xx, 0 5xx" not in out:
        sys.exit(out)
    return int(done[2])


def run(argv):
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def ask(row, ports, seconds):
    plain, tls = ports
    kind = row.rsplit("-", 1)[-1]
    if row.startswith(("full", "resumed")):
        return handshakes(tls, HOSTS[kind], seconds, row.startswith("resumed"))
    if row == "kept":
        return wrk(tls, seconds)
    return h2load("http" if row == "http2-plain" else "https", plain if row == "http2-plain" else tls,
                  HOSTS["ecdsa"], seconds)


def measure(rig, row, name, seconds):
    before = rig.ticks(name)
    count = ask(row, rig.ports[name], seconds)
    return (rig.ticks(name) - before) / HZ / count * 1e6


def ratios(name, rounds):
    each = [r["nginx"] / r[name] for r in rounds]
    return "%s %.2f x (%s)" % (name, statistics.median(each), " ".join("%.2f" % ratio for ratio in each))


def main():
    parser = argparse.ArgumentParser()
    for word in ("--java", "--ours", "--work"):
        parser.add_argument(word, required=True)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--warm", type=int, default=30)
    parser.add_argument("--jvm", action="append", default=[])
    parser.add_argument("rows", nargs="+")
    options = parser.parse_args()
    rig = Rig(options)
    try:
        print("%-14s %10s %10s %10s   %s" % ("row", "nginx", *OURS, "nginx / ours: median, and of each round"))
        for row in options.rows:
            for name in OURS:
                ask(row, rig.ports[name], options.warm)
            rounds = []
            for number in range(options.rounds):
                names = ["nginx", *OURS]
                names = names[number % 3:] + names[:number % 3]
                rounds.append({name: measure(rig, row, name, options.seconds) for name in names})
            print("%-14s %7.0f us %7.0f us %7.0f us   %s" % (
                row, *(statistics.median(r[name] for r in rounds) for name in ("nginx", *OURS)),
                "   ".join(ratios(name, rounds) for name in OURS)), flush=True)
    finally:
        rig.end()


main()
