"""Measures push-transfer.sh's pushes in turns and prints the table.

usage: push_transfer.py REPOSITORY SSH_CONFIG OPENSSH_CONFIG PUSHES
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

repository, paas, openssh, pushes = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
ALONE = "-o ControlMaster=no -o ControlPath=none"
WARM = 3


def push(config, remote, options):
    env = dict(os.environ, GIT_SSH_COMMAND=f"ssh -F '{config}' -o BatchMode=yes {options}")
    began = time.perf_counter()
    git = subprocess.run(["git", "-C", repository, "push", "-q", remote, "main"], env=env, capture_output=True)
    seconds = time.perf_counter() - began
    if git.returncode:
        sys.exit(git.stderr.decode())
    return seconds


def commit(text):
    (repository / "REVISION").write_text(text + "\n")
    subprocess.run(["git", "-C", repository, "add", "-A"], check=True)
    subprocess.run(["git", "-C", repository, "commit", "-qm", text], check=True)


def row(name, seconds, peer, limit):
    middle = statistics.median(seconds)
    ratio = f"{middle / statistics.median(peer):.2f}"
    print(f"{name:<36} {middle:>8.3f} {min(seconds):>8.3f} {max(seconds):>8.3f} {ratio:>6} {limit:>6}")


ours, theirs, shared = [], [], []
for n in range(pushes + WARM):
    commit(f"r{n}")
    both = [(ours, (paas, "paas", ALONE)), (theirs, (openssh, "openssh", ALONE))]
    for seconds, how in both if n % 2 else reversed(both):
        seconds.append(push(*how))
for n in range(pushes + 1):
    commit(f"s{n}")
    shared.append(push(paas, "paas", ""))
ours, theirs, shared = ours[WARM:], theirs[WARM:], shared[1:]

print(f"{'one-commit push, ' + str(pushes) + ' pairs, seconds':<36} {'median':>8} {'least':>8} {'most':>8} {'ratio':>6} {'limit':>6}")
row("git push to this server", ours, theirs, "0.40")
row("git push to OpenSSH and git", theirs, theirs, "")
row("to this server, connection shared", shared, theirs, "")
