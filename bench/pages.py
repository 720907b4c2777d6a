"""Queries and time of the inbox, a child's page and the search, from 200 to 100,000 children, on both databases.

Each page is asked through Django's whole stack (middleware, access, audit, template), as a signed-in member of the
agency that owns every child, which is the hardest case. Public pages are measured once, with their bytes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench._results import middle, save
from bench._store import DATABASES, example_store

SIZES = (200, 10_000, 100_000)
MOST_QUERIES = 15
PUBLIC_QUERIES, PUBLIC_BYTES = 3, 30_000
WHO = ("investigator", "officer", "supervisor")
PUBLIC = ("/card/", "/who/", "/who/?place=60601")
COLUMNS = ("database", "children", "member", "page", "queries", "ms", "database ms", "bytes", "status")


def main() -> int:
    """Exit code 1 when a page needs more queries than its budget."""
    words = argparse.ArgumentParser(prog="harborlight bench pages", description=__doc__)
    words.add_argument("--children", type=int, nargs="+", default=list(SIZES))
    words.add_argument("--database", choices=DATABASES, nargs="+", default=list(DATABASES))
    words.add_argument("--part", help=argparse.SUPPRESS)
    args = words.parse_args()
    if args.part:
        Path(args.part).write_text(json.dumps(_measure(args.database[0], sorted(args.children))))
        return 0
    rows = [row for database in args.database for row in _in_own_process(database, args.children)]
    save("pages", "Signed-in and public pages through the whole stack; the median of 15 calls.", COLUMNS, rows)
    over = [row for row in rows if row["queries"] > row["budget"] or row["status"] != 200]
    for row in over:
        print(f"OVER BUDGET OR BROKEN: {row['page']} as {row['member']}: {row['queries']} queries, {row['status']}")
    return 1 if over else 0


def _in_own_process(database: str, sizes: list[int]) -> list[dict[str, Any]]:
    # Settings are read once per process, so each database has its own.
    with tempfile.NamedTemporaryFile(suffix=".json") as part:
        command = [sys.executable, "-m", "bench.pages", "--database", database, "--part", part.name, "--children"]
        subprocess.run([*command, *map(str, sizes)], env=os.environ, check=True)
        rows: list[dict[str, Any]] = json.loads(Path(part.name).read_text())
        return rows


def _measure(database: str, sizes: list[int]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    with example_store(database):
        from bench import _children

        models = _children.templates()
        for size in sizes:
            _children.grow(size, models)
            rows += [{"database": database, "children": size, **row} for row in _staff_pages()]
        rows += [{"database": database, "children": sizes[-1], **row} for row in _public_pages()]
    return rows


def _staff_pages() -> list[dict[str, Any]]:
    from tests.signing import signed_in

    from harborlight.ground.access.api import Role, actor_of, members
    from harborlight.ground.access.models import Member
    from harborlight.ground.access.visibility import visible
    from harborlight.ground.people.models import Name, Person

    rows = []
    for who in WHO:
        member = next(one for one in members(Role(who)) if "Sheriff" in one.agency_name)
        actor = actor_of(Member.objects.select_related("agency").get(id=member.id))
        client = signed_in(actor)
        child = Person.objects.filter(id__in=visible(actor, "child")).order_by("-created_at").first()
        assert child is not None
        name = Name.objects.filter(person=child).first()
        pages = {"inbox": "/", "child": f"/child/{child.id}/", "search by code": f"/search/?text={child.code}"}
        if name is not None:
            pages["search by name"] = "/search/?text=Sample"
        rows += [{"member": who, "budget": MOST_QUERIES, **_ask(client, page, url)} for page, url in pages.items()]
    return rows


def _public_pages() -> list[dict[str, Any]]:
    from django.test import Client

    return [{"member": "anybody", "budget": PUBLIC_QUERIES, **_ask(Client(), url, url)} for url in PUBLIC]


def _ask(client: Any, page: str, url: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    spent = sum(float(query["time"]) for query in captured)
    if len(captured) > MOST_QUERIES:
        print("\n".join(query["sql"][:200] for query in captured))
    return {
        "page": page, "queries": len(captured), "database ms": spent * 1000, "bytes": len(answer.content),
        "status": answer.status_code, "ms": middle(lambda: client.get(url)) * 1000,
    }


if __name__ == "__main__":
    sys.exit(main())
