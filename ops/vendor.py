#!/usr/bin/env python3
"""Refresh the vendored front-end files from the packages recorded in ``vendor.json``.

    python ops/vendor.py            fetch with the npm client, check the recorded hash, write what we use of it
    python ops/vendor.py --check    no network: are the files in the tree the ones the manifest records?

Node is needed here and nowhere else. A new version means: change ``version`` and ``integrity`` in the manifest
by hand, after reading the package's notes, then run this and look at the gallery.

Of USWDS we keep the rules whose every class occurs in our own templates (``usa-…``), without web fonts and
without pictures, and the icons named in ``icons.py``. The rules go into a cascade layer, so that our theme
always wins, whatever the weight of a selector.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "src/harborlight/ground/ui"
MANIFEST = UI / "vendor.json"
OUT = UI / "static/ui/vendor"

# Our theme sets these once, for light and dark; a leftover would only have to be undone.
UNWANTED = re.compile(r"url\(|^\s*(font-family|font-feature-settings|font-kerning|-webkit-font-smoothing|-moz-osx)")


class Refused(Exception):
    """The package is not what the manifest records."""


def fetch(name: str, version: str, folder: Path) -> Path:
    """Have the npm client put the package file into ``folder``."""
    run = subprocess.run(
        ["npm", "pack", f"{name}@{version}", "--json", "--pack-destination", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    archive: str = json.loads(run.stdout)[0]["filename"]
    return folder / archive


def check_integrity(file: Path, integrity: str) -> None:
    """``integrity`` is npm's form: algorithm, hyphen, base64 of the digest."""
    algorithm, _, expected = integrity.partition("-")
    found = base64.b64encode(hashlib.new(algorithm, file.read_bytes()).digest()).decode()
    if found != expected:
        raise Refused(f"{file.name}: the hash is {algorithm}-{found}, the manifest records {integrity}")


def blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Split a style sheet into (prelude, body); an at-rule without a body has ``None``."""
    start = 0
    while start < len(css):
        end = re.compile(r"[{;]").search(css, start)
        if end is None:
            return
        prelude = css[start : end.start()].strip()
        if end.group() == ";":
            yield prelude, None
            start = end.end()
            continue
        depth, at = 1, end.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
        yield prelude, css[end.end() : at - 1]
        start = at


def split_selectors(prelude: str) -> list[str]:
    """Selectors between commas that stand outside parentheses."""
    parts, depth, current = [], 0, ""
    for sign in prelude:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += sign
    return [*parts, current]


def purge(css: str, used: set[str]) -> str:
    """Keep the rules that can match our markup; see the module's text for what is dropped."""
    kept = []
    for prelude, body in blocks(css):
        if body is None or prelude.startswith(("@font-face", "@keyframes", "@charset")):
            continue
        if prelude.startswith("@"):
            inner = purge(body, used)
            if inner:
                kept.append(f"{prelude}{{{inner}}}")
            continue
        selectors = [selector for selector in split_selectors(prelude) if _matches_ours(selector, used)]
        declarations = [d for d in body.split(";") if d.strip() and not UNWANTED.search(d)]
        if selectors and declarations:
            kept.append(f"{','.join(selectors)}{{{';'.join(declarations)}}}\n")
    return "".join(kept)


def _matches_ours(selector: str, used: set[str]) -> bool:
    # Rules that hang on data attributes or parts of class names belong to USWDS scripts and grids we do not take.
    if "[data-" in selector or "[class*" in selector:
        return False
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", selector)) <= used


def used_classes() -> set[str]:
    """Every ``usa-…`` class written in our templates and tags."""
    files = [*UI.glob("templates/**/*.html"), *UI.glob("templatetags/*.py")]
    return {name for file in files for name in re.findall(r"\busa-[\w-]+", file.read_text())}


def icons(sprite: str, wanted: set[str]) -> str:
    """A sprite of the wanted symbols, in the order of their names."""
    found = {m.group(1): m.group(0) for m in re.finditer(r'<symbol id="([^"]+)".*?</symbol>', sprite, re.S)}
    missing = wanted - found.keys()
    if missing:
        raise Refused(f"the package has no icon named {', '.join(sorted(missing))}")
    symbols = "\n".join(found[name] for name in sorted(wanted))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def wanted_icons() -> set[str]:
    """The names listed in ``icons.py``, read as text: this script needs no Django."""
    listed = (UI / "icons.py").read_text().partition("frozenset(")[2]
    return set(listed.split('"""')[1].split())


def write_uswds(package: dict[str, str], folder: Path) -> dict[str, str]:
    """Fetch, check, cut down and write; answers file name to sha256."""
    archive = fetch(package["name"], package["version"], folder)
    check_integrity(archive, package["integrity"])
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    dist = folder / "package" / "dist"
    css = re.sub(r"/\*.*?\*/", "", (dist / "css/uswds.min.css").read_text(), flags=re.S)
    head = f"/* From {package['name']} {package['version']}, cut down by ops/vendor.py. Do not edit. */\n"
    files = {
        "uswds.css": f"{head}@layer uswds{{\n{purge(css, used_classes())}}}\n",
        "icons.svg": icons((dist / "img/sprite.svg").read_text(), wanted_icons()),
        "LICENSE.md": (folder / "package/LICENSE.md").read_text(),
    }
    OUT.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (OUT / name).write_text(text)
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def check_tree(manifest: dict[str, dict[str, str]]) -> list[str]:
    """Sentences about files that are missing, changed by hand, or not recorded."""
    faults = []
    for name, digest in manifest["files"].items():
        file = OUT / name
        if not file.is_file():
            faults.append(f"{name} is missing; run ops/vendor.py")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            faults.append(f"{name} is not what ops/vendor.py wrote; run it again instead of editing")
    faults += [f"{file.name} is not in the manifest" for file in OUT.iterdir() if file.name not in manifest["files"]]
    return faults


def main(arguments: list[str]) -> int:
    """Exit 0 when all is as recorded, 1 when refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare the tree with the manifest; no network")
    options = parser.parse_args(arguments)
    manifest = json.loads(MANIFEST.read_text())
    if options.check:
        faults = check_tree(manifest)
        print("\n".join(faults) or "Vendored files are as recorded.", file=sys.stderr if faults else sys.stdout)
        return 1 if faults else 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            manifest["files"] = write_uswds(manifest["package"], Path(folder))
    except Refused as fault:
        print(f"{fault}. Nothing was written.", file=sys.stderr)
        return 1
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"Wrote {', '.join(manifest['files'])}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
