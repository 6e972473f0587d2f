"""Writes a made-up history to standard output, for git fast-import: always the same one.

usage: push_history.py COMMITS | git fast-import

Some hundred source files in nested folders; each commit edits a few of them, and now and then adds or
removes one. 15,000 commits come to about 30 MB as git packs them.
"""

import random
import sys

commits = int(sys.argv[1])
rng = random.Random(4)
out = sys.stdout.buffer
WORDS = ["".join(rng.choice("etaoinshrdlucmfwypvbgk") for _ in range(rng.randint(2, 11))) for _ in range(6000)]
FOLDERS = [f"{a}/{b}" for a in ("app", "lib", "test", "docs", "config") for b in ("core", "web", "jobs", "mail", "data", "admin")]


def line():
    return " " * rng.choice((0, 2, 4, 8)) + " ".join(rng.choices(WORDS, k=rng.randint(2, 12)))


def data(text):
    raw = text.encode()
    out.write(b"data %d\n%s\n" % (len(raw), raw))


files = {f"{rng.choice(FOLDERS)}/{rng.choice(WORDS)}{n}.src": [line() for _ in range(rng.randint(20, 220))] for n in range(350)}
for number in range(commits):
    changed = dict(files) if number == 0 else {}
    for _ in range(rng.randint(1, 4) if number else 0):
        name = rng.choice(list(files)) if number % 7 else f"{rng.choice(FOLDERS)}/{rng.choice(WORDS)}{number}.src"
        lines = files.setdefault(name, [line() for _ in range(20)])
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(lines) + 1)
            lines[at : at + rng.randint(0, 4)] = [line() for _ in range(rng.randint(1, 7))]
        changed[name] = lines
    out.write(b"commit refs/heads/main\nmark :%d\ncommitter Ada <ada@example.org> %d +0000\n" % (number + 1, 1700000000 + 300 * number))
    data(f"Change {', '.join(changed)[:60]}\n\n{line()}")
    for name, lines in changed.items():
        out.write(b"M 100644 inline %s\n" % name.encode())
        data("\n".join(lines) + "\n")
    if number % 9 == 8 and len(files) > 300:
        name = rng.choice(list(files))
        del files[name]
        out.write(b"D %s\n" % name.encode())
