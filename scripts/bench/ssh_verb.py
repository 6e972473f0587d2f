"""Measures ssh-verb.sh's pairs in turns and prints the table.

usage: ssh_verb.py SSH_CONFIG OPENSSH_CONFIG PAIRS
"""

import statistics
import subprocess
import sys
import time

paas, openssh, pairs = sys.argv[1], sys.argv[2], int(sys.argv[3])
ALONE = ["-o", "ControlMaster=no", "-o", "ControlPath=none"]


def once(config, *words):
    began = time.perf_counter()
    # A connection that stays open to be shared would hold on to a pipe.
    subprocess.run(
        ["ssh", "-F", config, *words],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def ours():
    return once(paas, *ALONE, "paas", "apps:list")


def theirs():
    return once(openssh, *ALONE, "openssh", "true")


def row(name, seconds, peer, limit):
    middle = statistics.median(seconds)
    ratio = f"{middle / statistics.median(peer):.2f}"
    print(f"{name:<36} {middle:>8.3f} {min(seconds):>8.3f} {max(seconds):>8.3f} {ratio:>6} {limit:>6}")


first = ours()
theirs()
verbs, trues = [], []
for n in range(pairs):
    both = [(verbs, ours), (trues, theirs)]
    for seconds, call in both if n % 2 else reversed(both):
        seconds.append(call())
once(paas, "paas", "apps:list")
shared = [once(paas, "paas", "apps:list") for _ in range(pairs)]

print(f"{str(pairs) + ' pairs, seconds':<36} {'median':>8} {'least':>8} {'most':>8} {'ratio':>6} {'limit':>6}")
row("ssh paas apps:list", verbs, trues, "0.30")
row("OpenSSH running true", trues, trues, "")
row("ssh paas apps:list, shared", shared, trues, "")
row("the first after the start", [first], trues, "")
