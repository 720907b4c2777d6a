"""Two members at the same moment: what one read before the act is asked again inside it, and nothing is overwritten."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from harborlight.ground.access.api import Refused, Role
from harborlight.respond import actions
from harborlight.respond.models import Referral
from harborlight.respond.records import situation_of
from harborlight.respond.referrals import actions as referrals
from tests.builders import NOON, an_actor, an_agency, audit
from tests.respond.builders import a_scene, tell
from tests.respond.test_referrals import sent

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: object, name: str, act: Callable[[], object]) -> None:
    """Let somebody else do `act` after this one has read and before it writes."""
    original = getattr(module, name)
    done: list[bool] = []

    def between(*args: object, **kwargs: object) -> object:
        if not done:
            done.append(True)
            act()
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, between)


def test_two_facts_settled_at_once_are_both_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = a_scene()
    who, other = scene.officer, scene.investigator
    meanwhile(
        monkeypatch, actions, "_check_moments",
        lambda: actions.settle_fact(other, scene.response, code="foster_care", answer="yes", audit=audit(NOON, other)),
    )  # fmt: skip
    actions.settle_fact(who, scene.response, code="with_companion", answer="no", audit=audit(NOON, who))
    facts = situation_of(scene.row())
    assert (facts["foster_care"], facts["with_companion"]) == ("yes", "no")


def test_an_answer_to_what_was_just_called_back_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = a_scene()
    partner = an_actor(Role.PARTNER, agency_id=an_agency("provider"))
    made = sent(scene, partner)
    who = scene.investigator
    meanwhile(
        monkeypatch, referrals, "_check_words",
        lambda: referrals.call_back_referral(who, made, audit=audit(NOON, who)),
    )  # fmt: skip
    with pytest.raises(Refused, match="called back"):
        referrals.answer_referral(partner, made, "accept", audit=audit(NOON, partner))
    assert Referral.objects.get(id=made).state == "called_back"


def test_a_response_that_was_just_closed_takes_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = a_scene(missing_report="no", foreign_national_possible="no", federal_land_or_custody="no")
    tell(scene, "CP1")
    who = scene.investigator
    meanwhile(
        monkeypatch, actions, "_check_moments",
        lambda: actions.close_response(
            who, scene.response, reason="handed_over", look_again_on=date(2026, 12, 22), audit=audit(NOON + HOUR, who)
        ),
    )  # fmt: skip
    with pytest.raises(Refused, match="just closed or opened"):
        actions.settle_fact(who, scene.response, code="in_custody", answer="yes", audit=audit(NOON + HOUR, who))
    assert scene.row().state == "closed"
