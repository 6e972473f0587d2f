"""Rolls one app back and forth for rollback.sh, and prints a row.

usage: rollback.py ENGINE KIND HOST:PORT SSH_CONFIG ROUNDS
"""

import http.client
import re
import statistics
import subprocess
import sys
import time

EVERY = 0.002
PATIENCE = 120

engine, kind, address, config, rounds = *sys.argv[1:5], int(sys.argv[5])
host, port = address.rsplit(":", 1)
ALONE = ["-o", "ControlMaster=no", "-o", "ControlPath=none"]
ROLLBACK = ["ssh", "-F", config, "-o", "BatchMode=yes", *ALONE, "paas", "rollback", "shop"]
client = http.client.HTTPConnection(host, int(port), timeout=30)
asked = 0


def revision():
    """Which code answers; any failure ends the measurement."""
    global asked
    asked += 1
    client.request("GET", "/", headers={"Host": "shop.localhost"})
    answer = client.getresponse()
    body = answer.read().decode()
    if answer.status != 200:
        sys.exit(f"status {answer.status}: {body[:200]}")
    return body.split()[2]


def once():
    """Milliseconds from the verb's begin to the first answer of the other release, and to the switch by its own word."""
    before = revision()
    began = time.perf_counter()
    verb = subprocess.Popen(ROLLBACK, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    while revision() == before:
        if time.perf_counter() - began > PATIENCE:
            sys.exit("the other release never answered")
        time.sleep(EVERY)
    answered = (time.perf_counter() - began) * 1000
    said = verb.communicate()[0]
    if verb.returncode:
        sys.exit(said)
    switched = re.search(r"switched in ([0-9]+) ms", said)
    if bool(switched) != (kind == "kept"):
        sys.exit(f"that was no rollback of this kind:\n{said}")
    return answered, int(switched.group(1)) if switched else 0


once()
asked = 0
rows = [once() for _ in range(rounds)]
answers = [row[0] for row in rows]
switch = f"{statistics.median(row[1] for row in rows):.0f}" if kind == "kept" else ""
span = f"{min(answers):.0f} to {max(answers):.0f}"
print(
    f"{engine:<8} {kind:<8} {rounds:>6} {statistics.median(answers):>12.0f} {span:>16} {switch:>12} {asked:>10}",
    flush=True,
)
