"""Writes of recognize: complete a screening, supersede one, say which child it is about."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import IntegrityError, transaction

from harborlight.ground.access.api import Actor, Permission, Ref, Refused, check, check_whole, relate
from harborlight.ground.audit.api import Audit
from harborlight.ground.packs import api as packs
from harborlight.ground.vault import api as vault
from harborlight.recognize import shipped
from harborlight.recognize.core import Answers, Instrument, answers_to_json, evaluate
from harborlight.recognize.models import Definition, Screening, ScreeningChild
from harborlight.recognize.queries import check_screening
from harborlight.recognize.records import digest_of_result, place_of

WHY_AUTHOR = "completed the screening"
WHY_AGENCY = "screened by the agency"


def complete_screening(
    actor: Actor,
    *,
    instrument_id: str,
    answers: Answers,
    form: str,
    county_fips: str = "",
    child_id: str | None = None,
    supersedes: str | None = None,
    language: str = "en",
    audit: Audit,
) -> str:
    """Save one completed instrument. Returns its id.

    `form` identifies the form it was typed into. The same form with the same answers, sent again, is the screening
    already saved; the same form with other answers supersedes it, so that nothing typed is lost.
    """
    check(actor, Permission.SCREENING_COMPLETE)
    if child_id:
        check(actor, Permission.CHILD_SEE, Ref("child", child_id))
    instrument = shipped.instrument(instrument_id)
    _check_audience(actor, instrument)
    form_id = _form_id(form)
    token = _token(actor, form_id, answers)
    if found := _saved(token):
        return found
    earlier = supersedes or _newest_of_form(actor, form_id)
    if earlier:
        _check_superseding(actor, earlier)
        child_id = child_id or _child_of(earlier)
    row = Screening(
        agency_id=UUID(actor.agency_id), author_id=UUID(actor.member_id), county_fips=county_fips, language=language,
        completed_at=audit.at, form=form_id, token=token, supersedes_id=UUID(earlier) if earlier else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _save(actor, row, instrument, answers, child_id, audit)
    except IntegrityError:
        # The same answers were sent twice at the same moment, or somebody else corrected the same screening.
        if found := _saved(token):
            return found
        raise Refused("Somebody corrected this screening just now. Open the newest and look again.") from None
    return str(row.id)


def supersede(
    actor: Actor, screening_id: str, *, answers: Answers, form: str, language: str = "en", audit: Audit
) -> str:
    """Correct a screening: a new one stands in its place, the old one stays readable. Returns the new id."""
    check_screening(actor, screening_id)
    old = Screening.objects.select_related("definition").get(id=screening_id)
    return complete_screening(
        actor, instrument_id=old.definition.instrument, answers=answers, form=form, county_fips=old.county_fips,
        supersedes=screening_id, language=language, audit=audit,
    )  # fmt: skip


def attach_child(actor: Actor, screening_id: str, *, child_id: str, audit: Audit) -> None:
    """Say which child a screening is about. Once said it stands; saying the same again changes nothing."""
    check(actor, Permission.SCREENING_COMPLETE)
    check_screening(actor, screening_id)
    check(actor, Permission.CHILD_SEE, Ref("child", child_id))
    known = _child_of(screening_id)
    if known == child_id:
        return
    if known:
        raise Refused("This screening is already with another child. Supersede it if that was a mistake.")
    with audit.writing("screening.attach", subject=("screening", screening_id), detail={"child": child_id}):
        _attach(UUID(screening_id), child_id, audit)


def erase_answers(actor: Actor, child_id: str, *, audit: Audit) -> int:
    """Destroy the keys of every screening about a child. Figures and ids of questions stay, words do not."""
    check_whole(actor, Permission.CHILD_ERASE, Ref("child", child_id))
    rows = list(ScreeningChild.objects.filter(child_id=UUID(child_id)).select_related("screening"))
    with audit.writing("screening.erase", subject=("child", child_id), detail={"screenings": len(rows)}):
        for row in rows:
            vault.destroy(row.screening.key_id, audit)
    return len(rows)


def _save(
    actor: Actor, row: Screening, instrument: Instrument, answers: Answers, child: str | None, audit: Audit
) -> None:
    result = evaluate(instrument, answers, language=row.language)
    row.result, row.stopped = digest_of_result(result), bool(result.stop)
    ref = Ref("screening", str(row.id))
    detail: dict[str, str | int | bool] = {
        "instrument": instrument.id, "version": instrument.version, "answered": result.answered, "of": result.of,
        "stop": bool(result.stop),
    }  # fmt: skip
    with audit.writing("screening.complete", subject=("screening", str(row.id)), detail=detail):
        row.definition = _definition(instrument, audit)
        row.key_id = vault.new_key(actor.agency_id, audit)
        row.answers = vault.seal(row.key_id, json.dumps(answers_to_json(answers)), place_of(row.id))
        row.save(force_insert=True)
        relate(ref, member_id=actor.member_id, why=WHY_AUTHOR, audit=audit)
        relate(ref, agency_id=actor.agency_id, why=WHY_AGENCY, audit=audit)
        if child:
            _attach(row.id, child, audit)


def _definition(instrument: Instrument, audit: Audit) -> Definition:
    pack = packs.pack(instrument.id, instrument.version)
    found, _new = Definition.objects.get_or_create(
        digest=instrument.digest,
        defaults={
            "instrument": instrument.id, "version": instrument.version, "title": dict(instrument.title),
            "languages": list(instrument.languages), "audience": list(instrument.audience), "body": pack.main,
            "sources": {one.id: {"title": one.title, "date": one.date, "url": one.url} for one in pack.sources},
            "first_used_at": audit.at,
        },
    )  # fmt: skip
    return found


def _attach(screening_id: UUID, child_id: str, audit: Audit) -> None:
    ScreeningChild.objects.create(
        screening_id=screening_id, child_id=UUID(child_id), attached_at=audit.at, attached_by=audit.actor
    )


def _check_audience(actor: Actor, instrument: Instrument) -> None:
    if not actor.is_system and not actor.roles & set(instrument.audience):
        raise Refused(f"This instrument is for: {', '.join(instrument.audience)}. Ask somebody who may complete it.")


def _check_superseding(actor: Actor, screening_id: str) -> None:
    check_screening(actor, screening_id)
    if Screening.objects.filter(supersedes_id=UUID(screening_id)).exists():
        raise Refused("This screening was corrected already. Open the newest and correct that one.")


def _form_id(form: str) -> UUID:
    try:
        return UUID(form)
    except ValueError:
        raise Refused("This form has lost its number. Open the questions again; nothing was saved.") from None


def _token(actor: Actor, form: UUID, answers: Answers) -> UUID:
    """Keyed, because the answers to twelve questions could be guessed from a plain fingerprint.

    When and by whom does not count: the same answers sent again are the same screening.
    """
    said = {
        name: (answer.state.value, [str(value) for value in answer.values], answer.how)
        for name, answer in answers.given.items()
    }
    text = json.dumps([actor.member_id, str(form), said], sort_keys=True)
    return UUID(bytes=vault.blind_index("screening-form", text))


def _saved(token: UUID) -> str:
    found = Screening.objects.filter(token=token).values_list("id", flat=True).first()
    return str(found) if found else ""


def _newest_of_form(actor: Actor, form: UUID) -> str:
    rows = Screening.objects.filter(form=form, author_id=UUID(actor.member_id), superseded_by=None)
    found = rows.order_by("-completed_at").values_list("id", flat=True).first()
    return str(found) if found else ""


def _child_of(screening_id: str) -> str | None:
    found = ScreeningChild.objects.filter(screening_id=screening_id).values_list("child_id", flat=True).first()
    return str(found) if found else None


