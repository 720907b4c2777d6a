"""The protocol as shipped: every step sourced and in both languages; branches; the order of what comes next."""

import re

import pytest

from harborlight.ground.packs.folder import read_pack, shipped_root
from harborlight.respond.clocks.core import duties_from_pack
from harborlight.respond.core.situation import settled
from harborlight.respond.protocol.core import Guide, Step, StepState, guide_from_pack, next_steps, placed

GUIDE: Guide = guide_from_pack(read_pack(shipped_root() / "core/protocols/identification-and-response"))
DUTY_KEYS = {
    duty.key
    for name in ("duties-federal", "duties-reporting")
    for duty in duties_from_pack(read_pack(shipped_root() / "core" / name))
}

BLAMING = re.compile(
    r"\b(prostitut\w*|john|pimp|slave|promiscu\w*|alleged victim|refused to cooperate|at-risk score)\b", re.IGNORECASE
)


@pytest.mark.parametrize("step", GUIDE.steps, ids=lambda step: step.id)
def test_each_step_is_whole_and_sourced(step: Step) -> None:
    assert step.sources
    assert step.who
    for name in ("title", "when", "why"):
        assert step.text(name, "es") != step.text(name)
    for name in ("say", "never"):
        assert len(step.lines(name, "es")) == len(step.lines(name))


@pytest.mark.parametrize("step", GUIDE.steps, ids=lambda step: step.id)
def test_the_words_to_use_blame_nobody(step: Step) -> None:
    # What never to write is named under `never`; nowhere else.
    texts = [step.title, step.when, step.why, *step.say]
    assert not [text for text in texts if BLAMING.search(text)]


def test_each_duty_a_step_names_exists() -> None:
    assert {key for step in GUIDE.steps for key in step.duties} <= DUTY_KEYS


def states(**answers: str) -> dict[str, StepState]:
    return {item.step.id: item.state for item in placed(GUIDE, settled(answers, agency_kind="police"), frozenset())}


def test_a_child_alone_needs_no_separating() -> None:
    assert states(with_companion="no")["separate"] is StepState.NOT_HERE
    assert states(with_companion="yes")["separate"] is StepState.TO_DO


def test_what_is_unknown_stays_in_the_list_and_says_what_to_settle() -> None:
    item = next(i for i in placed(GUIDE, settled({}, agency_kind="police"), frozenset()) if i.step.id == "separate")
    assert (item.state, item.unsettled) == (StepState.TO_DO, ("with_companion",))


def test_after_a_disclosure_nobody_asks_on() -> None:
    told = states(disclosed="yes")
    assert told["minimal-facts"] is StepState.NOT_HERE
    assert told["stop-on-disclosure"] is StepState.TO_DO


def test_safety_comes_first_and_done_steps_leave_the_list() -> None:
    situation = settled({"with_companion": "no"}, agency_kind="police")
    first = [item.step.id for item in next_steps(GUIDE, situation, frozenset())]
    assert first == ["safety-first", "victim-not-suspect", "medical-now"]
    after = [item.step.id for item in next_steps(GUIDE, situation, frozenset(first))]
    assert not set(after) & set(first)


def test_each_role_sees_its_own_next_steps() -> None:
    situation = settled({}, agency_kind="police")
    for item in next_steps(GUIDE, situation, frozenset(), role="specialist", limit=50):
        assert "specialist" in item.step.who


def test_a_step_that_was_done_stays_done_when_the_situation_changes() -> None:
    situation = settled({"with_companion": "no"}, agency_kind="police")
    done = {i.step.id: i.state for i in placed(GUIDE, situation, frozenset({"separate"}))}
    assert done["separate"] is StepState.DONE
