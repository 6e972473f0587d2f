"""Measures log-pressure.sh's flood and prints the table.

usage: log_pressure.py SSH_CONFIG HTTP BARE_PORT DATA SERVER_PID ENGINE SECONDS MEGABYTES
"""

import json
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request

config, http, bare, data, pid, engine = sys.argv[1:7]
seconds, rate = int(sys.argv[7]), int(sys.argv[8]) * 1_000_000
SSH = ["ssh", "-F", config, "-o", "BatchMode=yes", "-o", "ControlMaster=no", "-o", "ControlPath=none", "paas"]
QUIET = 10_000


def ask(address, app, path):
    request = urllib.request.Request(f"http://{address}{path}", headers={"Host": f"{app}.localhost"})
    with urllib.request.urlopen(request, timeout=seconds + 120) as answer:
        return json.load(answer)


def write(app, much, address=http):
    return ask(address, app, f"/write?seconds={seconds}&rate={much}&size=100")


class Follower:
    def __init__(self):
        self.process = subprocess.Popen([*SSH, "logs", "flood", "-t", "-n", "0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.lines, self.told = 0, []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        rest = b""
        while chunk := self.process.stdout.read1(1 << 20):
            self.lines += chunk.count(b"\n")
            *whole, rest = (rest + chunk).split(b"\n")
            self.told += [line.decode(errors="replace") for line in whole if b" paas[logs]: " in line]

    def dropped(self):
        return sum(int(found.group(1)) for line in self.told if (found := re.search(r"(\d+) lines dropped", line)))


def used(folder):
    return int(subprocess.run(["du", "-sk", folder], stdout=subprocess.PIPE).stdout.split()[0]) / 1024


most = {"memory": 0, "logs": 0, "run": 0}
over = threading.Event()


def watch():
    while not over.wait(0.5):
        status = open(f"/proc/{pid}/status").read()
        most["memory"] = max(most["memory"], int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024)
        for folder in ("logs", "run") if engine == "process" else ("logs",):
            most[folder] = max(most[folder], used(f"{data}/{folder}"))


alone = ask(f"127.0.0.1:{bare}", "flood", f"/write?seconds=5&rate={rate}&size=100")
followers = [Follower() for _ in range(5)]
until = time.time() + 60
while any(follower.lines == 0 for follower in followers):
    assert time.time() < until, "a follower shows nothing"
    ask(http, "flood", "/mark?text=begin")
    time.sleep(0.3)
followers[0].process.send_signal(signal.SIGSTOP)
answers = {}
writers = [
    threading.Thread(target=lambda app=app, much=much: answers.update({app: write(app, much)}))
    for app, much in (("flood", rate), ("quiet", QUIET))
]
threading.Thread(target=watch, daemon=True).start()
for writer in writers:
    writer.start()
for writer in writers:
    writer.join()
over.set()
followers[0].process.send_signal(signal.SIGCONT)
time.sleep(5)

log = subprocess.run([*SSH, "logs", "quiet", "-n", "100000"], stdout=subprocess.PIPE, check=True).stdout.decode()
numbers = [int(n) for n in re.findall(r"app\[web\.1\]: w (\d+) ", log)]
whole = numbers == list(range(answers["quiet"]["lines"]))
speed = {name: answer["bytes"] / answer["seconds"] / 1e6 for name, answer in (("alone", alone), ("flood", answers["flood"]))}
rows = [
    ("the app writes, without the platform", f"{speed['alone']:.1f} MB/s"),
    ("the app writes, followed by five", f"{speed['flood']:.1f} MB/s"),
    ("lines that it wrote", f"{answers['flood']['lines']}"),
    ("server's memory, at most", f"{most['memory']:.0f} MB"),
    ("log store on disk, at most", f"{most['logs']:.0f} MB"),
    ("unread output on disk, at most", f"{most['run']:.0f} MB" if engine == "process" else "in Docker: 30 MB"),
    ("lines of the quiet app", f"{len(numbers)} of {answers['quiet']['lines']}{'' if whole else ' NOT WHOLE'}"),
]
rows += [
    (f"follower {n}{' (stopped)' if n == 0 else ''}: shown, told of as dropped", f"{f.lines}, {f.dropped()}"
     + (f", may be missing: {sum('may be missing' in line for line in f.told)}" if engine == "docker" else ""))
    for n, f in enumerate(followers)
]
print(f"{engine}, {seconds} s at {rate / 1e6:.0f} MB/s")
for name, value in rows:
    print(f"{name:<52} {value}")
for follower in followers:
    follower.process.kill()
sys.exit(0 if whole else 1)
