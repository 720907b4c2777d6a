"""The card and everything it needs, all below `/card/`, so that its worker may keep it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from harborlight.ground.access.api import host_agency
from harborlight.ground.access.web import public_page
from harborlight.library import api as library
from harborlight.recognize.card import lines
from harborlight.recognize.card.content import LANGUAGES, card_in

FILES = Path(__file__).resolve().parent.parent / "static" / "recognize" / "card"
ASSETS = {
    "card.css": "text/css; charset=utf-8",
    "card.js": "text/javascript; charset=utf-8",
    "calls.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
}
WHY_PUBLIC = "An officer opens the card without an account; it holds published guidance and numbers, no record."
TEMPLATE = "recognize/card.html"
SCRIPT_WORDS = (
    *("zip_unknown", "who", "opens", "open", "closed", "maybe", "text_to", "source", "verified"),
    *("not_verified", "saved", "today", "day", "days", "stale", "current", "offline_ready", "not_saved", "newer"),
)
PAGES = {"en": "recognize:card", "es": "recognize:card_es"}


@dataclass(frozen=True)
class Home:
    """Whose card it is: the state and county of the agency that runs this installation; empty before set-up."""

    state: str
    county: str


def card_page(request: HttpRequest, language: str) -> HttpResponse:
    """The card in one language. `?county=FIPS` or `?zip=12345` choose a place where there are no scripts."""
    home, table = _home_and_table(request)
    county, problem = _place(request, home, table, language)
    digest = _digest(table)
    card = card_in(language)
    context = {
        "card": card,
        "say": card.say,
        "words": _json({name: card.say[name] for name in SCRIPT_WORDS}),
        "other_language": "en" if language == "es" else "es",
        "language": language,
        "other": reverse(PAGES["en" if language == "es" else "es"]),
        "home": home,
        "county": county,
        "county_name": lines.county_name(table, county),
        "counties": sorted((facts[0], fips) for fips, facts in table["counties"].items()),
        "state_name": table["name"] if home.state else "",
        "lines": lines.static_lines(table, county, card.say, language, request.now.date()),  # type: ignore[attr-defined]
        "facts": lines.facts(table, language),
        "problem": problem,
        "made": request.now.isoformat(timespec="minutes"),  # type: ignore[attr-defined]
        "digest": digest,
        "may_sign_in": getattr(settings, "FACE", "staff") == "staff",
    }
    return _kept(request, render(request, TEMPLATE, context), f"{digest}-{language}-{county}-{problem}")


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return public_page(WHY_PUBLIC)(gzip_page(require_safe(view)))


english = _public(lambda request: card_page(request, "en"))
spanish = _public(lambda request: card_page(request, "es"))


@_public
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A style sheet, a script or an icon."""
    content = _file(name)
    response = HttpResponse(content, content_type=ASSETS[name])
    return _kept(request, response, hashlib.sha256(content).hexdigest())


@_public
def calls(request: HttpRequest) -> HttpResponse:
    """The who-to-call table of our own state, for any county and any hour."""
    _home, table = _home_and_table(request)
    return _kept(request, HttpResponse(_json(table), content_type="application/json"), _digest(table))


@_public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its first line names the version, so that a browser sees at once that something changed."""
    _home, table = _home_and_table(request)
    digest = _digest(table)
    first = f"const VERSION = {json.dumps(digest)}, FILES = {json.dumps(kept_files())};\n"
    response = HttpResponse(first.encode() + _file("worker.js"), content_type="text/javascript; charset=utf-8")
    return _kept(request, response, digest)


@_public
def version(request: HttpRequest) -> HttpResponse:
    """The version the card would have now; never kept, so that an answer means the network is there."""
    _home, table = _home_and_table(request)
    response = HttpResponse(_json({"version": _digest(table)}), content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


@_public
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to put the card on its home screen."""
    card = card_in("en")
    content = {
        "name": "Harborlight field card",
        "short_name": card.say["app"],
        "lang": "en",
        "start_url": reverse("recognize:card"),
        "scope": reverse("recognize:card"),
        "display": "standalone",
        "background_color": "#0d1419",
        "theme_color": "#0a2638",
        "icons": [
            {"src": reverse("recognize:card_asset", args=["icon.svg"]), "type": "image/svg+xml", "sizes": "any"},
            {"src": reverse("recognize:card_asset", args=["icon-192.png"]), "type": "image/png", "sizes": "192x192"},
            {
                "src": reverse("recognize:card_asset", args=["icon-512.png"]),
                "type": "image/png",
                "sizes": "512x512",
                "purpose": "any maskable",
            },
        ],
    }
    text = _json(content)
    response = HttpResponse(text, content_type="application/manifest+json")
    return _kept(request, response, hashlib.sha256(text.encode()).hexdigest())


def kept_files() -> list[str]:
    """Everything the card needs without a network."""
    pages = [reverse(PAGES[language]) for language in LANGUAGES]
    assets = [reverse("recognize:card_asset", args=[name]) for name in ASSETS if name != "icon-512.png"]
    return [*pages, *assets, reverse("recognize:card_calls"), reverse("recognize:card_manifest")]


def _home_and_table(request: HttpRequest) -> tuple[Home, dict[str, Any]]:
    """Three queries: whose card it is, the lines of its state, the shifts entered for the public."""
    agency = host_agency()
    home = Home(agency.state, agency.county_fips) if agency else Home("", "")
    table = library.call_table(home.state, request.now)  # type: ignore[attr-defined]
    table.pop("made", None)  # the version must not change with the clock
    return home, table


def _place(request: HttpRequest, home: Home, table: dict[str, Any], language: str) -> tuple[str, str]:
    """The county asked for, or our own, and a sentence when what was asked for is not in the table."""
    code = request.GET.get("zip", "").strip()
    wanted = lines.county_of_zip(table, code) if code else request.GET.get("county", "")
    if wanted in table["counties"]:
        return wanted, ""
    own = home.county if home.county in table["counties"] else ""
    if not code and not wanted:
        return own, ""
    return own, card_in(language).say["zip_unknown"].format(state=table["name"])


def _digest(table: dict[str, Any]) -> str:
    """One name for everything the card shows: words, numbers, looks, scripts."""
    total = hashlib.sha256(_json(table).encode())
    total.update(_shell_digest().encode())
    return total.hexdigest()[:16]


@cache
def _shell_digest() -> str:
    total = hashlib.sha256("".join(card_in(language).digest for language in LANGUAGES).encode())
    for name in (*ASSETS, "worker.js"):
        total.update(_file(name))
    total.update((FILES.parents[2] / "templates" / TEMPLATE).read_bytes())
    return total.hexdigest()


@cache
def _file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _kept(request: HttpRequest, response: HttpResponse, tag: str) -> HttpResponse:
    """Ask again each time, but send nothing when nothing changed. No cookie ever goes with it."""
    etag = f'W/"{hashlib.sha256(tag.encode()).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
