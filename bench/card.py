"""Everything the field card needs, as transferred: page, style, scripts, icons, worker and the table of who to call."""

import json
import re
import sys
from urllib.parse import urljoin

from bench._results import save
from bench._site import Site, Transfer, example_site, fetch

MOST = 100_000  # bytes, compressed
START = ("/card/", "/card/worker.js", "/card/manifest.webmanifest")
NAMED = re.compile(r"""["'(](/card/[\w./-]*)["')]""")


def main() -> int:
    """Exit code 1 when it is more than the budget, or when something it names is not there."""
    with example_site() as up:
        found = gather(up)
    rows = [
        {"what": one.path, "status": one.status, "sent": one.sent, "head": one.head, "unpacked": len(one.body)}
        for one in sorted(found, key=lambda one: -one.sent)
    ]
    total = sum(one.sent for one in found)
    rows.append({"what": "all of it", "sent": total, "head": sum(one.head for one in found), "unpacked":
                 sum(len(one.body) for one in found)})
    save("card", f"Bytes of the field card with an empty cache. Budget: {MOST:,} bytes sent.",
         ("what", "status", "sent", "head", "unpacked"), rows, budget=MOST)
    broken = [one.path for one in found if one.status != 200]
    if broken:
        print(f"NOT THERE: {', '.join(broken)}")
    return 1 if broken or total > MOST else 0


def gather(up: Site) -> list[Transfer]:
    """Follow every name below /card/ in what was fetched, the other language's page included."""
    wanted, found = list(START), {}
    while wanted:
        path = wanted.pop()
        if path not in found:
            found[path] = fetch(up, path)
            wanted += [other for other in names(found[path]) if other not in found]
    return list(found.values())


def names(answer: Transfer) -> set[str]:
    """What an answer names that belongs to the card."""
    try:
        text = answer.body.decode()
    except UnicodeDecodeError:
        return set()
    found = {name for name in NAMED.findall(text) if not name.endswith("//")}
    if answer.path.endswith("webmanifest"):
        found |= {urljoin(answer.path, icon["src"]) for icon in json.loads(text)["icons"]}
    return found


if __name__ == "__main__":
    sys.exit(main())
