"""The public page: who answers now. No account, no script, no cookie; the place stays in the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from harborlight.ground.access.web import StaffRequest, public_page
from harborlight.library import api
from harborlight.library.core.answers import Answer
from harborlight.library.core.moments import clock
from harborlight.library.core.sentences import LANGUAGES
from harborlight.library.words import words_in

MARKS = {True: ("met", "answers"), False: ("waiting", "closed"), None: ("plain", "unknown")}


@public_page("An officer or a bystander must reach help without an account; nothing but public contacts is shown.")
def who(request: StaffRequest) -> HttpResponse:
    """GET with `place`, or `state` to pick a county; `at` on the clock of the place; `lang`."""
    language = _language(request)
    other = "en" if language == "es" else "es"
    context: dict[str, object] = {"w": words_in(language), "language": language, "other": other}
    with translation.override(language):
        context |= _choices(request) | _answers(request, language)
        response = render(request, "library/who.html", context)
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang") or translation.get_language_from_request(request)[:2]
    return asked if asked in LANGUAGES else "en"


def _choices(request: HttpRequest) -> dict[str, object]:
    state = request.GET.get("state", "")
    return {
        "typed": request.GET.get("place", ""),
        "typed_at": request.GET.get("at", ""),
        "state": state,
        "states": api.states(),
        "counties": api.counties(state) if state and not request.GET.get("place") else [],
    }


def _answers(request: StaffRequest, language: str) -> dict[str, object]:
    typed = request.GET.get("place", "").strip()[:80]
    if not typed:
        return {}
    try:
        place = api.place(typed)
        at = _moment(request, place.county.tz)
        answers = api.who_to_call(place, at, language=language, public=not request.actor.agency_id)
    except (api.PlaceRefused, api.MomentRefused) as refused:
        return {"refused": str(refused)}
    return {
        "place": place,
        "local": clock(at, place.county.tz, language),
        "cards": _cards(answers),
    }


def _moment(request: StaffRequest, zone: str) -> datetime:
    """The moment asked for, on the clock of the place; now when it is left empty or cannot be read."""
    try:
        typed = datetime.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        return request.now
    typed = typed.replace(tzinfo=ZoneInfo(zone)) if typed.tzinfo is None else typed
    api.check_moment(typed)
    return typed


def _cards(answers: Iterable[Answer]) -> list[dict[str, object]]:
    """Answers as cards: the telephone, text code and page of one line stand on one card, in the order given."""
    cards: list[dict[str, object]] = []
    for _line, same in groupby(answers, key=lambda answer: (answer.role, answer.name, answer.fallback_for)):
        together = list(same)
        first = together[0]
        cards.append(
            {
                "answer": first,
                "mark": MARKS[first.open_now][1],
                "ways": [_way(answer) for answer in together],
                "notes": [note for answer in together for note in answer.notes],
                "source_url": next((part for part in first.source.split() if part.startswith("https://")), ""),
                "years": _years(first),
                "is_911": first.role == "emergency",
            }
        )
    return cards


def _way(answer: Answer) -> dict[str, object]:
    state, words = MARKS[answer.open_now]
    found = answer.channel != "phone" or any(map(str.isdigit, answer.value))
    spoken = answer.channel in ("phone", "text")
    return {
        "value": answer.value,
        "channel": answer.channel,
        "found": found,
        "is_url": answer.value.startswith(("https://", "http://")),
        "dialed": "".join(filter(str.isdigit, answer.value.partition("x")[0])),
        "state": state,
        "mark": words if found and (spoken or answer.open_now) else "",
    }


def _years(answer: Answer) -> int:
    """Full years since the facts, from two years on; the emergency number does not grow old."""
    days = answer.age_days or 0
    return days // 365 if days > 730 and answer.line_id != "emergency" else 0
