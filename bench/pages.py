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
RIVALS = ("database", "children", "way", "ms")
VISIBILITY = "The newest 25 children an investigator may know of; the median of 7 calls, all ways in one run."
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
    found = [row for database in args.database for row in _in_own_process(database, args.children)]
    rows = [row for row in found if "page" in row]
    save("visibility", VISIBILITY, RIVALS, [row for row in found if "way" in row])
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
            rows += [{"database": database, "children": size, **row} for row in (*_staff_pages(), *_rivals())]
        rows += [{"database": database, "children": sizes[-1], **row} for row in _public_pages()]
    return rows


def _staff_pages() -> list[dict[str, Any]]:
    from django.db.models import Count
    from tests.builders import signed_in

    from harborlight.ground.access.api import Member, Role, actor_of, members, visible
    from harborlight.ground.people.models import Name, Person
    from harborlight.ground.vault.api import unseal
    from harborlight.respond.models import HistoryEntry

    rows = []
    for who in WHO:
        member = next(one for one in members(Role(who)) if "Sheriff" in one.agency_name)
        actor = actor_of(Member.objects.select_related("agency").get(id=member.id))
        client = signed_in(actor)
        seen = Person.objects.filter(id__in=visible(actor, "child"))
        newest = seen.order_by("-created_at").first()
        entries = HistoryEntry.objects.filter(response__child__in=seen).values("response__child")
        fullest = entries.annotate(count=Count("id")).order_by("-count").first()
        name = Name.objects.filter(person__in=seen).select_related("person__key__agency_key").first()
        assert newest is not None and fullest is not None and name is not None
        shared = unseal(name.person.key, name.text, f"people_name.text:{name.id}")  # thousands of copies have it
        rows += [{"member": who, "budget": MOST_QUERIES, **row} for row in (
            _ask(client, "inbox", "/"),
            _ask(client, "child, newest", f"/child/{newest.id}/"),
            _ask(client, "child, fullest", f"/child/{fullest['response__child']}/"),
            _ask(client, "search by code", "/search/", {"text": newest.code}),
            _ask(client, "search by a shared name", "/search/", {"text": shared}),
        )]
    return rows


def _rivals() -> list[dict[str, Any]]:
    """The newest 25 children an investigator may know of, by our rule and by two others, in one run."""
    from django.db.models import Q

    from harborlight.ground.access.api import Member, Role, actor_of, members, sees, visible
    from harborlight.ground.access.models import Relation
    from harborlight.ground.people.models import Person

    member = next(one for one in members(Role.INVESTIGATOR) if "Sheriff" in one.agency_name)
    actor = actor_of(Member.objects.select_related("agency").get(id=member.id))
    related = Relation.objects.filter(record_kind="child", suspended=False)
    ways = {
        "ours: a choice of plan": lambda: Person.objects.filter(sees(actor, "child", "id")),
        "gather every id": lambda: Person.objects.filter(id__in=visible(actor, "child")),
        "own agency or shared with us": lambda: Person.objects.filter(
            Q(agency_id=actor.agency_id)
            | Q(id__in=related.filter(holder_id=actor.agency_id).values("record_id"))
            | Q(id__in=related.filter(holder_id=actor.member_id).values("record_id"))
        ),
    }
    return [{"way": way, "ms": middle(lambda rows=rows: list(rows().order_by("-created_at")[:25]), times=7) * 1000}
            for way, rows in ways.items()]


def _public_pages() -> list[dict[str, Any]]:
    from django.test import Client

    return [{"member": "anybody", "budget": PUBLIC_QUERIES, **_ask(Client(), url, url)} for url in PUBLIC]


def _ask(client: Any, page: str, url: str, post: dict[str, str] | None = None) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.defaults["SERVER_NAME"] = "127.0.0.1"
    act = (lambda: client.get(url)) if post is None else (lambda: client.post(url, post))
    act()
    with CaptureQueriesContext(connection) as captured:
        answer = act()
    spent = sum(float(query["time"]) for query in captured)
    if len(captured) > MOST_QUERIES:
        print("\n".join(query["sql"][:200] for query in captured))
    return {
        "page": page, "queries": len(captured), "database ms": spent * 1000, "bytes": len(answer.content),
        "status": answer.status_code, "ms": middle(act) * 1000,
    }


if __name__ == "__main__":
    sys.exit(main())
