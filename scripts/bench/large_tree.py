"""Writes one commit of 50,000 files to standard output, for git fast-import: always the same one.

usage: large_tree.py monorepo|nothing|wide [FILES] | git fast-import

monorepo: a Node.js workspace of 150 packages in some 5,000 folders, with its turbo.json, and one app among them.
nothing: as many folders of documents, pictures and C code, 120 of them at the root, in which no language is
recognised: every near miss is looked for. wide: 20,000 files at the root and 30,000 in one folder, of no language.
"""

import json
import random
import sys

kind, total = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
rng = random.Random(5)
out = sys.stdout.buffer
WORDS = ["".join(rng.choice("etaoinshrdlucmfwypvbgk") for _ in range(rng.randint(4, 10))) for _ in range(900)]
SOURCES = ("ts", "tsx", "ts", "tsx", "css", "json", "md", "svg", "snap", "graphql")
OTHERS = ("md", "png", "c", "h", "txt", "csv", "tex", "svg", "bib", "dat")


def text(lines):
    return "\n".join(" ".join(rng.choices(WORDS, k=8)) for _ in range(lines)) + "\n"


def folders(parents, count):
    found = list(parents)
    while len(found) < count:
        parent = rng.choice(found)
        if parent.count("/") < 9:
            found.append(f"{parent}/{rng.choice(WORDS)}{len(found)}")
    return found


def monorepo():
    files = {
        "turbo.json": json.dumps({"tasks": {"build": {"dependsOn": ["^build"], "outputs": ["dist/**"]}}}),
        "README.md": text(40),
        ".gitignore": "node_modules\ndist\n",
    }
    root = {"name": "all", "private": True, "packageManager": "npm@11.6.0", "workspaces": ["apps/*", "packages/*"]}
    files["package.json"] = json.dumps(root | {"devDependencies": {"turbo": "^2.5.0", "typescript": "^5.9.0"}})
    files["package-lock.json"] = json.dumps({"name": "all", "lockfileVersion": 3, "requires": True, "packages": {}})
    members = ["apps/web"] + [f"packages/{WORDS[n]}{n}" for n in range(149)]
    for member in members:
        name = member.split("/")[1]
        used = {f"@all/{other.split('/')[1]}": "*" for other in rng.sample(members[1:], 5)}
        files[f"{member}/package.json"] = json.dumps(
            {"name": f"@all/{name}", "version": "1.0.0", "scripts": {"build": "tsc"}, "dependencies": used}
            | ({"scripts": {"build": "tsc", "start": "node dist/server.js"}} if member == "apps/web" else {})
        )
    fill(files, folders([f"{member}/src" for member in members], 5000), SOURCES)
    return files


def nothing():
    files = {"README.md": text(40), "LICENSE": text(20)}
    fill(files, folders([f"{WORDS[n]}{n}" for n in range(120)], 5000), OTHERS)
    return files


def wide():
    files = {f"{rng.choice(WORDS)}{n}.dat": text(1) for n in range(total * 2 // 5)}
    fill(files, ["records"], OTHERS)
    return files


def fill(files, places, endings):
    while len(files) < total:
        place = places[len(files) % len(places)]
        name = f"{rng.choice(WORDS)}{len(files)}.{rng.choice(endings)}"
        files[f"{place}/{name}"] = text(rng.randint(1, 12))


out.write(b"commit refs/heads/main\nmark :1\ncommitter Ada <ada@example.org> 1700000000 +0000\ndata 4\nAll\n\n")
for path, content in {"monorepo": monorepo, "nothing": nothing, "wide": wide}[kind]().items():
    raw = content.encode()
    out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(raw), raw))
