"""Measures one case of push-large.sh and prints its table.

usage: push_large.py CASE FOLDER PAAS_CONFIG OPENSSH_CONFIG ROUNDS SERVER_PID
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

case, work, paas, openssh, rounds, pid = sys.argv[1], pathlib.Path(sys.argv[2]), *sys.argv[3:5], *map(int, sys.argv[5:7])
ALONE = "-o ControlMaster=no -o ControlPath=none"
MB = 1 << 20


def run(*argv, **more):
    return subprocess.run([str(word) for word in argv], check=True, **more)


def ssh(config):
    return dict(os.environ, GIT_SSH_COMMAND=f"ssh -F '{config}' -o BatchMode=yes {ALONE}")


def resident(what="VmRSS"):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what + ":"):
            return int(line.split()[1]) / 1024
    sys.exit("the server has ended")


def cpu():
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bare(name):
    run("git", "init", "-q", "--bare", work / name)
    run("git", "-C", work / name, "config", "receive.fsckObjects", "true")
    return f"openssh:{work / name}"


def begin(config, repository, remote, refspec="main:main"):
    return subprocess.Popen(["git", "-C", repository, "push", "-q", remote, refspec], env=ssh(config), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def end(push, fails=False):
    said = push.communicate()[0].decode()
    if bool(push.returncode) != fails:
        sys.exit(said or "the push should have failed")
    return said


def timed(pushes):
    began = time.perf_counter()
    for push in [begin(*one) for one in pushes]:
        end(push)
    return time.perf_counter() - began


def table(name, ours, theirs, limit):
    print(f"{name + ', ' + str(len(ours)) + ' rounds, seconds':<52} {'median':>8} {'least':>8} {'most':>8} {'ratio':>6} {'limit':>6}")
    for who, seconds in (("this server", ours), ("OpenSSH and git", theirs)):
        middle = statistics.median(seconds)
        print(f"{who:<52} {middle:>8.2f} {min(seconds):>8.2f} {max(seconds):>8.2f} {middle / statistics.median(theirs):>6.2f} {limit if who == 'this server' else '':>6}")


def turns(both):
    """both(round) gives the pushes to us and to the peer; each pair in turns, the first is not counted."""
    ours, theirs, work_done = [], [], []
    for n in range(rounds + 1):
        mine, peer = both(n)
        for seconds, pushes in ((ours, mine), (theirs, peer)) if n % 2 else ((theirs, peer), (ours, mine)):
            before = cpu()
            seconds.append(timed(pushes))
            if seconds is ours:
                work_done.append(cpu() - before)
    print(f"processor time of this server's process per round: {statistics.median(work_done[1:]):.2f} s, resident at most {resident('VmHWM'):.0f} MB", file=sys.stderr)
    return ours[1:], theirs[1:]


def history():
    repository = work / "history"
    both = lambda n: ([(paas, repository, f"paas:history{n}")], [(openssh, repository, bare(f"history{n}.git"))])
    table("push of the made-up history", *turns(both), "1.40")


def small():
    for i in range(8):
        repository = work / f"small{i}"
        run("git", "init", "-q", "-b", "main", repository)
        for n in range(10):
            (repository / f"{n}.txt").write_text("".join(f"{i} {n} {k}\n" for k in range(200)))
        run("git", "-C", repository, "add", "-A")
        run("git", "-C", repository, "commit", "-qm", "First")
    both = lambda n: (
        [(paas, work / f"small{i}", f"paas:small{i}r{n}") for i in range(8)],
        [(openssh, work / f"small{i}", bare(f"small{i}r{n}.git")) for i in range(8)],
    )
    table("8 first pushes of small apps at once", *turns(both), "")


def blobs():
    """Four at once: the largest file that the limits allow, then a thin delta on it."""
    for i in range(4):
        repository = work / f"blob{i}"
        run("git", "init", "-q", "-b", "main", repository)
        run("git", "-C", repository, "config", "core.bigFileThreshold", "1g")
        (repository / "large").write_bytes(os.urandom(50 * MB))
        run("git", "-C", repository, "add", "-A")
        run("git", "-C", repository, "commit", "-qm", "Large")
    print(f"{'four at once':<52} {'seconds':>8} {'resident':>9} {'most MB':>8}")
    for step in ("largest file (50 MB)", "thin delta on it", "thin delta on that"):
        if not step.startswith("largest"):
            for i in range(4):
                with open(work / f"blob{i}/large", "r+b") as file:
                    file.seek(len(step) * 1000003)
                    file.write(os.urandom(1000))
                run("git", "-C", work / f"blob{i}", "commit", "-qam", step)
        seconds = timed([(paas, work / f"blob{i}", f"paas:blob{i}") for i in range(4)])
        print(f"{step:<52} {seconds:>8.2f} {resident():>9.0f} {resident('VmHWM'):>8.0f}")


def bomb():
    """Ten folders in each of ten folders ...: a few kilobytes that name 10^10 files."""
    repository = work / "bomb"
    run("git", "init", "-q", "-b", "main", repository)
    make = lambda kind, data: run("git", "-C", repository, "hash-object", "-w", "-t", kind, "--stdin", input=data, capture_output=True).stdout.decode().strip()
    mode, entry = b"100644", make("blob", os.urandom(100_000))
    for _ in range(10):
        entry, mode = make("tree", b"".join(mode + b" f%d\0" % n + bytes.fromhex(entry) for n in range(10))), b"40000"
    commit = make("commit", f"tree {entry}\nauthor A <a@b> 0 +0000\ncommitter A <a@b> 0 +0000\n\nBomb\n".encode())
    began = time.perf_counter()
    said = end(begin(paas, repository, "paas:bomb", f"{commit}:refs/heads/main"), fails=True)
    print(said)
    print(f"refused after {time.perf_counter() - began:.2f} s, resident {resident():.0f} MB, at most {resident('VmHWM'):.0f} MB")


{"history": history, "small": small, "blobs": blobs, "bomb": bomb}[case]()
