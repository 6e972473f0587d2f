"""Measures log-follower.sh's rounds in turns and prints the table.

usage: log_follower.py SSH_CONFIG OPENSSH_CONFIG CONTAINER HTTP LINES ROUNDS
"""

import json
import os
import re
import selectors
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

paas, openssh, container, http, lines, rounds = sys.argv[1:5] + [int(word) for word in sys.argv[5:7]]
ALONE = ["-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "BatchMode=yes"]
OURS = ["ssh", "-F", paas, *ALONE, "paas", "logs", "flood", "-t", "-n", "0"]
THEIRS = ["ssh", "-F", openssh, *ALONE, "openssh", f"docker logs -f --tail 0 {container}"]
PATIENCE = 120
WRITTEN = re.compile(rb"(?:^|: )w \d+ (\d+) ")


def ask(path):
    host = http if ":" in http else f"127.0.0.1:{http}"
    request = urllib.request.Request(f"http://{host}{path}", headers={"Host": "flood.localhost"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


class Follower:
    def __init__(self, argv):
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.out = self.process.stdout.fileno()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.out, selectors.EVENT_READ)
        self.rest = b""
        # Until a mark arrives it is not known whether it listens yet.
        until = time.time() + PATIENCE
        seen = b""
        while b"begin" not in seen:
            assert time.time() < until, "the follower shows nothing"
            ask("/mark?text=begin")
            seen += self.read(0.3)

    def read(self, wait):
        return os.read(self.out, 1 << 20) if self.selector.select(wait) else b""

    def until(self, mark):
        """Chunks with the time of their arrival, until the last line is there."""
        until = time.time() + PATIENCE
        tail = b""
        while mark not in tail:
            assert time.time() < until, "the end did not arrive"
            chunk = self.read(1)
            if chunk:
                yield time.time(), chunk
            tail = (tail + chunk)[-4096:]

    def close(self):
        self.process.kill()
        self.process.wait()


def caught_up(mark):
    """The server reads every log, whoever follows it: a round begins when it has read the last one's."""
    until = time.time() + PATIENCE
    while time.time() < until:
        last = subprocess.run([*OURS[:-3], "-n", "50"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
        if f"]: {mark}\n".encode() in last.stdout:
            return
        time.sleep(0.2)
    raise AssertionError("the server does not catch up")


def run(argv, query):
    mark = f"the-end-{time.time_ns()}"
    follower = Follower(argv)
    answer = {}

    def write():
        answer.update(ask("/write?" + query))
        time.sleep(1.0)
        ask("/mark?text=" + mark)

    writer = threading.Thread(target=write)
    writer.start()
    chunks = list(follower.until(mark.encode()))
    writer.join()
    follower.close()
    caught_up(mark)
    return answer, chunks


def rate(argv):
    answer, chunks = run(argv, f"lines={lines}&size=100")
    full = [(at, chunk.count(b"xxx\n") + chunk.count(b"xxx\r\n")) for at, chunk in chunks]
    full = [(at, count) for at, count in full if count]
    count = sum(count for _, count in full)
    return count / (full[-1][0] - full[0][0]), count / answer["lines"], answer["lines"] / answer["seconds"]


def delays(argv):
    _, chunks = run(argv, "seconds=5&rate=100000&size=100")
    found, rest = [], b""
    for at, chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            match = WRITTEN.search(line)
            if match:
                found.append(at - int(match.group(1)) / 1e6)
    assert found, "no line arrived"
    return sorted(found)


rates = {"ours": [], "theirs": []}
late = {"ours": [], "theirs": []}
for n in range(rounds):
    both = [("ours", OURS), ("theirs", THEIRS)]
    for who, argv in both if n % 2 else reversed(both):
        rates[who].append(rate(argv))
for who, argv in (("ours", OURS), ("theirs", THEIRS)):
    late[who] = delays(argv)

NAMES = {"ours": "ssh paas logs -t", "theirs": "docker logs -f over OpenSSH"}
print(f"{'':<30} {'lines/s':>9} {'least':>9} {'most':>9} {'arrived':>8} {'app wrote/s':>12} {'p50 ms':>7} {'p99 ms':>7} {'ratio':>6} {'limit':>6}")
peer = statistics.median(value for value, _, _ in rates["theirs"])
for who, name in NAMES.items():
    speeds = [value for value, _, _ in rates[who]]
    middle = statistics.median(speeds)
    share = statistics.median(value for _, value, _ in rates[who])
    wrote = statistics.median(value for _, _, value in rates[who])
    p50, p99 = (1000 * late[who][int(len(late[who]) * part)] for part in (0.5, 0.99))
    ratio, limit = (f"{middle / peer:.2f}", "1.00") if who == "ours" else ("1.00", "")
    print(f"{name:<30} {middle:>9.0f} {min(speeds):>9.0f} {max(speeds):>9.0f} {share:>8.0%} {wrote:>12.0f} {p50:>7.1f} {p99:>7.1f} {ratio:>6} {limit:>6}")
