"""How long a start takes, and how much memory the whole of a running server holds."""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from bench._results import save, seconds
from bench._site import Site, Visitor, fetch, site

MOST_MEMORY = 400  # MB, of the whole process tree
PAGES = ("/", "/search/", "/who/?place=60601", "/card/", "/directory/", "/gallery/")
MEMBERS = ("M. Birch", "R. Alder", "D. Oak", "A. Maple")
ROUNDS = 25


def main() -> int:
    """Exit code 1 when the memory is over its budget."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="harborlight-bench-") as name:
        data = Path(name) / "data"
        with site(data, "--example") as up:
            rows.append({"what": "first start, set-up included", "figure": up.seconds, "unit": "s"})
            rows.append({"what": "memory just started", "figure": memory(up, "Pss"), "unit": "MB"})
            _use(up)
            resident, shared = memory(up, "Rss"), memory(up, "Pss")
            work = f"memory after {_asked()} pages by {len(MEMBERS)} members"
            rows.append({"what": work, "figure": shared, "unit": "MB"})
            rows.append({"what": "the same, shared pages counted for each process", "figure": resident, "unit": "MB"})
            rows.append({"what": "processes", "figure": len(tree(up.process.pid)), "unit": ""})
            rows.append({"what": "a public page", "figure": _typical(up), "unit": "ms"})
        again = []
        for _ in range(3):
            with site(data, "--example") as up:
                again.append(up.seconds)
        rows.append({"what": "later starts", "figure": median(again), "unit": "s"})
    save("start", f"./harborlight up --example, .venv ready. Budget of memory: {MOST_MEMORY} MB.",
         ("what", "figure", "unit"), rows)
    return 1 if resident > MOST_MEMORY else 0


def tree(pid: int) -> list[int]:
    """The process and everything below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in tree(int(child)))]


def memory(up: Site, kind: str) -> float:
    """Megabytes of the whole tree: Pss shares common pages out, Rss counts them for each process."""
    total = 0
    for pid in tree(up.process.pid):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))
    return total / 1024


def _use(up: Site) -> None:
    with ThreadPoolExecutor(len(MEMBERS)) as pool:
        list(pool.map(lambda name: _work(up, name), MEMBERS))


def _work(up: Site, name: str) -> None:
    visitor = Visitor(up)
    visitor.walk_in(name)
    for _ in range(ROUNDS):
        for page in PAGES[: 4 if "Maple" in name else None]:
            try:
                visitor.get(page)
            except OSError:
                continue  # a page this role may not open is asked all the same
            time.sleep(0.01)


def _asked() -> int:
    return len(PAGES) * ROUNDS * len(MEMBERS)


def _typical(up: Site) -> float:
    return median(seconds(lambda: fetch(up, "/who/?place=60601")) for _ in range(30)) * 1000


if __name__ == "__main__":
    sys.exit(main())
