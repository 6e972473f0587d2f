"""Measures detect-large.sh's verb and prints rows of its table.

usage: detect_large.py SSH_CONFIG warm ROUNDS SMALL LARGE...
       detect_large.py SSH_CONFIG first APP >>FILE
       detect_large.py - cold FILE SMALL LARGE...

Each app is written as NAME=COMMIT. Warm asks about all apps in turns, after five turns that are not counted. First asks about one app, as the first
plan that a server makes after its start, and prints it with its seconds; cold makes rows of such lines.
"""

import statistics
import subprocess
import sys
import time

config, what = sys.argv[1:3]
LIMIT = 0.100


def verb(*words):
    began = time.perf_counter()
    done = subprocess.run(["ssh", "-F", config, "paas", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    took = time.perf_counter() - began
    said = done.stdout + done.stderr
    if done.returncode != 0 and "no language was recognised" not in said:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}: {said}")
    return took


def connect():
    # The connection that stays open to be shared would hold on to a pipe.
    quiet = subprocess.DEVNULL
    subprocess.run(["ssh", "-F", config, "paas", "apps:list"], check=True, stdin=quiet, stdout=quiet, stderr=quiet)


def plan(app):
    return verb("buildpacks:plan", *app.split("="))


def warm(rounds, apps):
    connect()
    seconds = {app: [] for app in apps}
    for _ in range(5):
        for app in apps:
            plan(app)
    for turn in range(rounds):
        for app in apps if turn % 2 == 0 else reversed(apps):
            seconds[app].append(plan(app))
    return seconds


def cold(path, apps):
    seconds = {app: [] for app in apps}
    with open(path) as lines:
        for line in lines:
            app, took = line.split()
            seconds[app].append(float(took))
    return seconds


if what == "first":
    connect()
    print(sys.argv[3], plan(sys.argv[3]))
    sys.exit()
apps = sys.argv[4:]
seconds = warm(int(sys.argv[3]), apps) if what == "warm" else cold(sys.argv[3], apps)
small = statistics.median(seconds[apps[0]])
for app in apps:
    middle = statistics.median(seconds[app])
    more = "" if app == apps[0] else f"{middle - small:>8.3f} {LIMIT:>7.3f}"
    print(f"{what:<6} {app.split('=')[0]:<10} {middle:>8.3f} {min(seconds[app]):>8.3f} {max(seconds[app]):>8.3f} {more}")
