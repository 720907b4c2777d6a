"""Children of the invented county: responses, notices and referrals in every state, made by walking the real acts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from harborlight.ground.access.api import Actor, Ref, break_glass
from harborlight.ground.people import api as people
from harborlight.library import api as library
from harborlight.project.example.county import COUNTY, County
from harborlight.recognize import api as recognize
from harborlight.recognize.core import read_answers
from harborlight.respond import api as respond

Steps = tuple[tuple[str, Mapping[str, str]], ...]

SIGNS_SEEN = {
    "danger": "no",
    "disclosed": "no",
    "speaks-for": "yes",
    "fear": "yes",
    "account": "yes",
    "holds-things": "unknown",
    "controls": "no",
    "drugged": "no",
    "missing": "unknown",
}
SIGNS_FEW = {"danger": "no", "disclosed": "no", "speaks-for": "no", "fear": "no", "missing": "yes", "lost": "declined"}
DISCLOSED = {"danger": "no", "disclosed": "yes"}

MISSING = {"missing_report": "yes"}
ACCEPT: tuple[str, Mapping[str, str]] = ("accept", {})
START: tuple[str, Mapping[str, str]] = ("start", {})

# Where each referral stops: (days ago, name, age, need, acts of the partner after it was sent).
REFERRALS: tuple[tuple[int, str, int, str, Steps], ...] = (
    (2, "Wren Fictitious", 15, "legal", ()),
    (4, "Robin Fictitious", 16, "legal", (ACCEPT,)),
    (9, "Lark Fictitious", 14, "legal", (ACCEPT, START)),
    (3, "Finch Fictitious", 17, "legal", (("decline", {"reason": "full"}),)),
    (12, "Swift Fictitious", 16, "legal", (ACCEPT, START, ("lose", {"reason": "moved"}))),
    (30, "Martin Fictitious", 15, "legal", (ACCEPT, START, ("end", {"outcome": "helped"}))),
)


def tell_all(county: County) -> None:
    """Every story, the oldest first, so that ids and events stand in the order of time."""
    for days, name, age, need, acts in sorted(REFERRALS, reverse=True):
        _referred(county, days, name, age, need, acts)
    _closed(county)
    _drafts(county)
    _withdrawn_notice(county)
    _sealed(county)
    _tonight(county)
    _screened_only(county)
    _looked_at_in_an_emergency(county)


def _child(county: County, who: str, at: datetime, name: str, age: int, number: str = "") -> str:
    identifiers = [("case", number)] if number else []
    return people.create_person(
        county.actors[who],
        names=[("given-family", name)],
        age_estimate=age,
        identifiers=identifiers,
        audit=county.audit(who, at),
    )


def _screen(county: County, who: str, at: datetime, answers: Mapping[str, str], child_id: str | None = None) -> str:
    actor = county.actors[who]
    instrument = next(one for one in recognize.instruments(actor) if one.id == "field-check")
    stamped = {
        "at": at.isoformat(),
        "by": actor.member_id,
        "answers": {item: {"answer": answer, "source": "seen"} for item, answer in answers.items()},
    }
    return recognize.complete_screening(
        actor,
        instrument_id=instrument.id,
        answers=read_answers(instrument, stamped),
        form=str(uuid4()),
        county_fips=COUNTY,
        child_id=child_id,
        audit=county.audit(who, at),
    )


def _open(
    county: County, who: str, at: datetime, child_id: str, *, screening_id: str = "", missing: bool = False
) -> str:
    return respond.open_response(
        county.actors[who],
        child_id=child_id,
        screening_id=screening_id,
        situation=MISSING if missing else {},
        moments=respond.Moments(found=at, missing_report=at if missing else None),
        county_fips=COUNTY,
        tell=[
            (county.actors["investigator"].member_id, "investigator"),
            (county.actors["specialist"].member_id, "specialist"),
        ],
        token=str(uuid4()),
        audit=county.audit(who, at),
    )


def _tell_everyone(county: County, who: str, at: datetime, response_id: str) -> None:
    """Record a notice for every duty that is open, each a few minutes after the other."""
    actor = county.actors[who]
    view = respond.response_view(actor, response_id, now=at)
    for count, duty in enumerate(duty for duty in view.duties if duty.open):
        told = at + timedelta(minutes=3 * count)
        respond.record_notice(
            actor,
            response_id,
            duty.id,
            channel="phone",
            told_at=told,
            whom="the person on duty",
            reference=f"EX-{4471 + count}",
            token=str(uuid4()),
            audit=county.audit(who, told),
        )


def _refer(county: County, at: datetime, response_id: str, need: str) -> str:
    actor = county.actors["investigator"]
    service = library.find(need, f"fips:{COUNTY}", at)[0]
    return respond.draft_referral(
        actor,
        response_id,
        need=need,
        service_id=service.id,
        partner_id=county.agencies["harbor"],
        token=str(uuid4()),
        audit=county.audit("investigator", at),
    )


def _send(county: County, at: datetime, referral_id: str, code: str, age: int) -> None:
    respond.send_referral(
        county.actors["investigator"],
        referral_id,
        basis="child_agrees",
        values={
            "code": code,
            "age": f"about {age}",
            "need": "Somebody to explain what happens next.",
            "reach": "Child exploitation unit, 815-555-0140",
        },
        audit=county.audit("investigator", at),
    )


def _referred(county: County, days: int, name: str, age: int, need: str, acts: Steps) -> None:
    start = county.before(days=days)
    child = _child(county, "officer", start, name, age)
    screening = _screen(county, "officer", start, SIGNS_SEEN, child)
    response = _open(county, "officer", start + timedelta(minutes=4), child, screening_id=screening)
    _tell_everyone(county, "officer", start + timedelta(minutes=10), response)
    sent = start + timedelta(hours=5)
    referral = _refer(county, sent, response, need)
    _send(county, sent, referral, _code(county.actors["investigator"], child, sent), age)
    for count, (act, words) in enumerate(acts, start=1):
        at = sent + timedelta(hours=3 * count)
        respond.answer_referral(county.actors["partner"], referral, act, audit=county.audit("partner", at), **words)


def _code(actor: Actor, child_id: str, at: datetime) -> str:
    return people.person(actor, child_id, at).code


def _closed(county: County) -> None:
    """One response that came to its end, and one that was opened again."""
    for days, reopen in ((60, False), (45, True)):
        start = county.before(days=days)
        child = _child(county, "officer-two", start, f"Heron Fictitious {'II' if reopen else 'I'}", 16)
        response = _open(county, "officer-two", start, child)
        _tell_everyone(county, "officer-two", start + timedelta(minutes=6), response)
        end = start + timedelta(days=20)
        respond.close_response(
            county.actors["supervisor"],
            response,
            reason="safe_with_services",
            note="Lives with her aunt; school began.",
            look_again_on=(end + timedelta(days=30)).date(),
            audit=county.audit("supervisor", end),
        )
        if reopen:
            respond.reopen_response(
                county.actors["supervisor"], response, audit=county.audit("supervisor", county.before(days=1))
            )


def _drafts(county: County) -> None:
    """A referral not sent yet, and one called back before an answer."""
    start = county.before(days=1)
    child = _child(county, "officer", start, "Plover Fictitious", 13)
    response = _open(county, "officer", start, child, missing=True)
    _tell_everyone(county, "officer", start + timedelta(minutes=8), response)
    called_back = _refer(county, start + timedelta(hours=2), response, "legal")
    _send(county, start + timedelta(hours=2), called_back, _code(county.actors["investigator"], child, start), 13)
    respond.call_back_referral(
        county.actors["investigator"], called_back, audit=county.audit("investigator", start + timedelta(hours=3))
    )
    _refer(county, start + timedelta(hours=4), response, "legal")


def _withdrawn_notice(county: County) -> None:
    """A notice recorded in error: it stays visible, and the duty is open again."""
    start = county.before(hours=20)
    child = _child(county, "officer-two", start, "Dunlin Fictitious", 15)
    response = _open(county, "officer-two", start, child)
    actor = county.actors["officer-two"]
    duty = next(d for d in respond.response_view(actor, response, now=start).duties if d.open)
    at = start + timedelta(minutes=9)
    notice = respond.record_notice(
        actor,
        response,
        duty.id,
        channel="phone",
        told_at=at,
        whom="",
        reference="",
        token=str(uuid4()),
        audit=county.audit("officer-two", at),
    )
    respond.withdraw_notice(
        county.actors["supervisor"],
        response,
        notice,
        reason="Reached voice mail; nobody was told.",
        audit=county.audit("supervisor", at + timedelta(hours=1)),
    )


def _sealed(county: County) -> None:
    start = county.before(days=200)
    child = _child(county, "officer", start, "Curlew Fictitious", 17, "EX-20-0007")
    people.seal_person(
        county.actors["records"], child, sealed=True, audit=county.audit("records", county.before(days=100))
    )


def _tonight(county: County) -> None:
    """What is running out now: a child met forty minutes ago, and a missing report of an hour ago."""
    met = county.before(minutes=40)
    child = _child(county, "officer", met, "Kestrel Fictitious", 15, "EX-26-1183")
    screening = _screen(county, "officer", met, SIGNS_SEEN, child)
    _open(county, "officer", met + timedelta(minutes=3), child, screening_id=screening)
    reported = county.before(minutes=79)
    missing = _child(county, "officer-two", reported, "Merlin Fictitious", 14, "EX-26-1184")
    _open(county, "officer-two", reported, missing, missing=True)


def _screened_only(county: County) -> None:
    """Screenings that wait for somebody: one stopped by what a child said, one with a sign and nobody's yet."""
    _screen(county, "screener", county.before(hours=3), DISCLOSED)
    _screen(county, "officer-two", county.before(hours=6), SIGNS_FEW)


def _looked_at_in_an_emergency(county: County) -> None:
    start = county.before(hours=2)
    child = _child(county, "officer-two", start, "Hobby Fictitious", 16)
    break_glass(
        county.actors["officer"],
        Ref("child", child),
        audit=county.audit("officer", start + timedelta(minutes=5)),
        reason="A caller says this child is in a car that is leaving the county now.",
    )
