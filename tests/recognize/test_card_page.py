"""The field card as the server gives it: open to all, small, cited, honest about hours."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from harborlight.ground.access.api import Member, Role
from harborlight.ground.access.models import Agency
from harborlight.ground.packs import api as packs
from harborlight.library import api as library
from harborlight.library import atlas
from harborlight.recognize import shipped
from harborlight.recognize.card import views
from harborlight.recognize.card.content import card_in
from harborlight.recognize.core.taxonomy import plain_words
from harborlight.recognize.core.words import FORBIDDEN
from tests.builders import NOON, SYSTEM, an_actor, an_agency, audit

pytestmark = [pytest.mark.django_db, pytest.mark.urls("harborlight.project.urls_public")]

LIMIT, PAGE_LIMIT = 100_000, 30_000


@pytest.fixture
def home() -> str:
    return an_agency(is_host=True)


def words(client: Client, path: str = "/card/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r' data-say="[^"]*"', "", response.content.decode())


def test_the_first_screen_says_what_ux_draws(client: Client, home: str) -> None:
    page = words(client)
    at = [page.index(text) for text in (
        "You are with a child who may be exploited", "tel:911", "Separate", "not a suspect", "who, where, hurt?",
        "What to say</a>", "Signs</a>", "Rights</a>", "Who to call", "Cook County", "tel:8002522873",
        "dcfs.illinois.gov", "not verified by your agency", "Change place",
    )]
    assert at == sorted(at)


def test_spanish(client: Client, home: str) -> None:
    page = words(client, "/card/es/")
    assert '<html lang="es"' in page
    for text in ("Llame al 911", "Qué decir", "Señales", "Derechos", "Protección infantil", "24 horas"):
        assert text in page
    english = set(re.findall(r">([^<>{}]{25,})<", words(client))) - set(re.findall(r">([^<>{}]{25,})<", page))
    assert len(english) > 40, "hardly a sentence may be left in the other language"


def test_nothing_on_the_saved_page_claims_to_know_the_hour(client: Client, home: str) -> None:
    page = words(client)
    assert "answers now" not in page
    assert "is not known on this saved page" in page


def test_without_scripts_one_may_choose_a_place(client: Client, home: str) -> None:
    assert "Sangamon County" in words(client, "/card/?zip=62701")
    assert "Will County, Illinois" in words(client, "/card/?county=17197")
    for unknown in ("?zip=00000", "?zip=abc", "?county=06037", "?zip=<script>"):
        page = words(client, f"/card/{unknown}")
        assert "is not in Illinois&#x27;s list" in page
        assert "Cook County, Illinois" in page
        assert "<script>" not in page.replace('<script type="module"', "")


def test_before_set_up_the_national_lines_stand(client: Client) -> None:
    page = words(client)
    assert "has not said which state it serves" in page
    assert "tel:8883737888" in page
    assert "Change place" not in page


def test_it_asks_few_questions_and_sets_no_cookie(
    client: Client, home: str, django_assert_max_num_queries: Any
) -> None:
    library.load_directory(audit=audit())
    for path in (*views.kept_files(), "/card/worker.js", "/card/version.json"):
        with django_assert_max_num_queries(3):
            response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        assert response.headers["Cache-Control"] in ("no-cache", "no-store"), path


def test_a_signed_in_member_gets_the_same_card(client: Client, home: str) -> None:
    before = words(client).split("</head>")[1]
    member = an_actor(Role.OFFICER, agency_id=home, password="a long enough password 7")
    client.force_login(Member.objects.get(id=member.member_id))
    assert words(client).split("</head>")[1] == before


def test_what_did_not_change_is_not_sent_again(client: Client, home: str) -> None:
    for path in ("/card/", "/card/card.js", "/card/calls.json", "/card/worker.js"):
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_nothing_stands_inline_and_nothing_comes_from_elsewhere(client: Client, home: str) -> None:
    page = words(client)
    assert not re.search(r"<style|style=| on[a-z]+=|javascript:", page)
    assert re.findall(r"<script[^>]*>", page) == ['<script type="module" src="/card/card.js">']
    assert not re.findall(r'(?:src|rel="stylesheet" href)="(?!/card/)', page)
    policy = client.get("/card/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_version_names_words_numbers_and_looks(client: Client, home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> str:
        return str(client.get("/card/version.json").json()["version"])

    first = version()
    assert f'data-version="{first}"' in words(client)
    assert client.get("/card/worker.js").content.decode().startswith(f'const VERSION = "{first}"')
    assert version() == first, "time alone changes nothing"
    supervisor = an_actor(Role.SUPERVISOR, agency_id=home)
    monkeypatch.setattr("harborlight.ground.access.middleware.read_clock", lambda: NOON)
    first = version()
    _enter(supervisor, unit="Child unit", is_public=True)
    assert version() != first
    monkeypatch.setattr(views, "_shell_digest", lambda: "other words")
    assert version() != first


def _enter(actor: Any, *, unit: str, is_public: bool) -> None:
    library.enter_rota(
        actor, unit=unit, value="312-555-0142", starts_at=NOON, ends_at=NOON + timedelta(hours=12), counties=["17031"],
        is_public=is_public, audit=audit(actor=actor),
    )  # fmt: skip


def test_the_manifest_installs_the_card_only(client: Client, home: str) -> None:
    manifest = client.get("/card/manifest.webmanifest").json()
    assert manifest["start_url"] == manifest["scope"] == "/card/"
    for icon in manifest["icons"]:
        response = client.get(icon["src"])
        assert response.headers["Content-Type"] == icon["type"]
        if icon["type"] == "image/png":
            width = int.from_bytes(response.content[16:20], "big")
            assert icon["sizes"] == f"{width}x{width}"


def heaviest() -> list[str]:
    """The states with the most counties, the most ZIP codes and the most lines: what fits for them fits for all."""
    geography, directory = atlas.geography(), atlas.shipped_directory()
    counts = [
        Counter({state: len(geography.counties_of(state)) for state in geography.states()}),
        Counter(row["state"] for row in geography.zips.rows()),
        Counter(line.state for line in directory.lines if line.state),
    ]
    return sorted({state for count in counts for state, _number in count.most_common(2)})


def test_the_heaviest_states_fit_on_a_bad_network(client: Client) -> None:
    """All the card needs, packed as a server packs it, for the agency's own state: at most 100 kB, pages 30 kB."""
    home = an_agency(is_host=True)
    shared = [path for path in views.kept_files() if "calls.json" not in path and path[-1] != "/"]
    fixed = sum(packed(client.get(path).content) for path in (*shared, "/card/worker.js"))
    for state in heaviest():
        with audit().writing("test.state", subject=("agency", home)):
            Agency.objects.filter(id=home).update(state=state, county_fips=library.counties(state)[0].fips)
        pages = [client.get(path).content for path in ("/card/", "/card/es/")]
        assert max(map(len, pages)) <= PAGE_LIMIT, state
        assert fixed + sum(map(packed, pages)) + packed(client.get("/card/calls.json").content) <= LIMIT, state


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


# What it says --------------------------------------------------------------------------------------------------


def test_every_sentence_is_cited_and_every_source_dated() -> None:
    for language in ("en", "es"):
        card = card_in(language)
        assert {number for source in card.step_sources for number in source.lines.split(", ")} == {"1", "2", "3"}
        for part in card.parts:
            lines = sum(len(group.lines) for group in part.groups)
            cited = {int(number) for source in part.sources for number in source.lines.split(", ")}
            assert cited == set(range(1, lines + 1)), part.id
            assert all(source.date for source in part.sources)


def test_the_signs_are_those_of_the_instrument() -> None:
    signs = next(part for part in card_in("en").parts if part.id == "signs").groups[0].lines
    rule = shipped.instrument("field-check").main_rule
    assert rule is not None
    assert len(signs) == len(rule.reads) == 10


def test_the_card_keeps_to_the_voice() -> None:
    verdict = re.compile(rf"\b(?:{'|'.join(FORBIDDEN)})\b")
    body = packs.pack("field-card").main
    for text in _texts(body):
        assert not verdict.search(plain_words(text)), text


def test_the_card_pack_keeps_to_its_schema() -> None:
    pack = packs.pack("field-card")
    assert packs.read_pack(packs.shipped_root().parent / pack.folder).digest == pack.digest


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ([inner] if key in ("en", "es") and isinstance(inner, str) else _texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def test_the_table_names_nobody(client: Client, home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The public table holds numbers of institutions; an agency's rota only as far as it is entered for the public."""
    supervisor = an_actor(Role.SUPERVISOR, agency_id=home)
    monkeypatch.setattr("harborlight.ground.access.middleware.read_clock", lambda: NOON)
    _enter(supervisor, unit="Hidden unit", is_public=False)
    _enter(supervisor, unit="Public desk", is_public=True)
    table = client.get("/card/calls.json").content.decode()
    assert "Public desk" in table
    assert "Hidden unit" not in table
    assert supervisor.member_id not in table
    assert set(json.loads(table)) == {"v", "state", "name", "county_first", "roles", "say", "facts", "lines", "zones",
                                      "districts", "counties", "zips", "rota"}
    assert SYSTEM.member_id not in table
