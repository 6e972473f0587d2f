"""Adds up one run of deploys-under-load.sh: what wrk saw, against what the apps counted.

usage: tally.py ENGINE DEPLOYS PROCESSES SECONDS FOLDER APP...; prints two rows of the table, and fails when the
run does not show what it should (a process that never said what it counted, a load that asked nothing).
"""

import pathlib
import re
import sys
from collections import Counter

engine, deploys, processes, seconds, folder, apps = sys.argv[1], *map(int, sys.argv[2:5]), pathlib.Path(sys.argv[5]), sys.argv[6:]


def load(app, method):
    """What wrk saw: name -> numbers."""
    text = (folder / f"load.{app}.{method}").read_text()
    seen = dict(re.findall(r"^(answered|sent|failed|misrouted|releases|unanswered|errors|slowest|p99) ?(.*)$", text, re.M))
    if "errors" not in seen:
        sys.exit(f"wrk did not end as it should:\n{text}")
    return {name: [int(n) for n in numbers.split()] for name, numbers in seen.items()}


def counted(app):
    """What the app's processes counted: number -> times."""
    times = Counter()
    ends = 0
    for line in (folder / f"said.{app}").read_text().splitlines():
        said = line.partition("]: ")[2].split()
        if not said:
            continue
        if said[0] == "counted":
            for first, last in (piece.split("-") for piece in said[1:]):
                times.update(range(int(first), int(last) + 1))
        elif said[0] == "twice":
            times[int(said[1])] += 1
        elif said[0] == "ended":
            ends += 1
        if "lines lost here" in line or "lines dropped" in line:
            sys.exit(f"{app}: lines of its log were lost: {line}")
    if ends != processes:
        sys.exit(f"{app}: {ends} of {processes} processes said what they counted")
    return times


def row(method, requests, releases, failed, misrouted, lost, doubled):
    print(f"{engine:<8} {deploys:>8} {method:>8} {requests:>10} {releases:>10} {failed:>8} {misrouted:>10} {lost:>8} {doubled:>8} {0:>8}")


def total(loads, name):
    return sum(sum(one[name]) for one in loads)


for method in ("GET", "POST"):
    loads = [load(app, method) for app in apps]
    lost = doubled = 0
    if method == "POST":
        for app, seen in zip(apps, loads):
            times, sent, unanswered = counted(app), seen["sent"][0], set(seen["unanswered"])
            lost += sum(1 for n in range(1, sent + 1) if not times[n] and n not in unanswered)
            doubled += sum(1 for many in times.values() if many > 1)
    row(
        method,
        total(loads, "answered"),
        total(loads, "releases"),
        total(loads, "failed") + total(loads, "errors"),
        total(loads, "misrouted"),
        lost,
        doubled,
    )
    slowest = max(one["slowest"][0] for one in loads) / 1e6
    rate = total(loads, "answered") // max(1, seconds)
    print(f"         {method}: {rate} a second, slowest answer {slowest:.2f} s, 99 of 100 within {max(one['p99'][0] for one in loads) / 1e3:.0f} ms", file=sys.stderr)
    if not total(loads, "answered"):
        sys.exit("nothing was asked")
