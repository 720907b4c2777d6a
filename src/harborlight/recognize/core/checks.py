"""What an instrument must keep to before it may be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from harborlight.recognize.core.answers import MISSING, How
from harborlight.recognize.core.definition import (
    CODED,
    NUMERIC,
    SILENT,
    WRITTEN,
    Condition,
    Instrument,
    InstrumentRefused,
    Item,
    ItemType,
    Operator,
    Rule,
    RuleKind,
    Text,
)
from harborlight.recognize.core.taxonomy import Taxonomy, Tier, plain_words
from harborlight.recognize.core.words import FORBIDDEN, NEVER_ASKED

STOPS = ("danger", "disclosure")
_NEVER_ASKED = re.compile(rf"\b(?:{'|'.join(NEVER_ASKED)})\b")
_FORBIDDEN = re.compile(rf"\b(?:{'|'.join(FORBIDDEN)})\b")


def check(instrument: Instrument, taxonomy: Taxonomy) -> None:
    """Every check, the gravest first. Raises InstrumentRefused."""
    for item in instrument.walk():
        _refused_inputs(item, instrument, taxonomy)
    _identities(instrument)
    for item in instrument.walk():
        _shape(item)
        _gates(item, instrument)
        _indicators(item, taxonomy)
    _no_loops(instrument)
    for rule in instrument.rules:
        _rule(rule, instrument, taxonomy)
    _score(instrument)
    _voice(instrument)


def _refused_inputs(item: Item, instrument: Instrument, taxonomy: Taxonomy) -> None:
    """The sixteen inputs that may never be asked for or scored: by id, then by the words that give one away."""
    for cited in item.indicators:
        if refused := taxonomy.refused.get(cited):
            raise InstrumentRefused(
                f"{cited} may never be scored or asked: {refused.text['en']}.",
                where=item.link_id,
                mend=f"Take the question out. {refused.why['en']}",
            )
    if item.type in SILENT and not item.items:
        return
    for words in _asked_words(item):
        if consent := _NEVER_ASKED.search(plain_words(words)):
            raise InstrumentRefused(
                f"'{consent.group(0)}' asks whether a child consented.",
                where=item.link_id,
                mend="Take the question out: a person under 18 cannot consent (22 USC 7102).",
            )
        if found := taxonomy.speaks_of_refused(words, instrument.audience):
            refused, phrase = found
            raise InstrumentRefused(
                f"'{phrase}' asks for {refused.id}, which may never be scored: {refused.text['en']}.",
                where=item.link_id,
                mend=f"Ask what was done to the child, not who the child is. {refused.why['en']}",
            )


def _asked_words(item: Item) -> Iterator[str]:
    yield item.link_id
    yield from item.text.values()
    for option in item.options:
        yield option.code
        yield from option.display.values()


def _identities(instrument: Instrument) -> None:
    if not instrument.questions:
        raise InstrumentRefused("There is no question.", where=instrument.id, mend="Add one.")
    if sum(1 for _item in instrument.walk()) > 1000:
        raise InstrumentRefused("There are more than 1000 items.", where=instrument.id, mend="Split it.")
    seen: set[str] = set()
    for item in instrument.walk():
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", item.link_id):
            raise InstrumentRefused(
                "linkId takes letters, digits, dot, dash and underscore, 64 at most.",
                where=item.link_id,
                mend="Rename it.",
            )
        if item.link_id in seen:
            raise InstrumentRefused("Two items have this linkId.", where=item.link_id, mend="Rename one.")
        seen.add(item.link_id)


def _shape(item: Item) -> None:
    codes = [option.code for option in item.options]
    silent_repeat = item.repeats and item.type in SILENT | {ItemType.BOOLEAN}
    stray_length = item.max_length is not None and item.type not in WRITTEN | {ItemType.OPEN_CHOICE}
    faults = (
        (item.type is ItemType.GROUP and not item.items, "This group is empty.", "Fill it or take it out."),
        (item.type is not ItemType.GROUP and item.items, "Only a group may hold questions.", "Make it a group."),
        (item.type in CODED and not codes, "This choice has no answers to choose from.", "Add answerOption."),
        (item.type not in CODED and codes, "Only a choice has answerOption.", "Make it a choice."),
        (stray_length, "maxLength belongs to written answers only.", "Leave it out."),
        (silent_repeat, "This type cannot repeat.", "Leave repeats out."),
        (item.seen_by and item.seen_by not in set(How), "seen_by is not known.", f"One of {', '.join(How)}."),
        (len(set(codes)) != len(codes), "Two answers have the same code.", "Rename one."),
        (set(codes) & set(MISSING), "No code may be unknown, not_asked or declined.", "Rename it."),
        (any(one.weight < 0 for one in item.options), "A weight is below zero.", "Weights are zero or more."),
        (item.stop and not _good_stop(item), "A stop is a yes/no question, danger or disclosure.", "Mend it."),
    )
    for fault, what, mend in faults:
        if fault:
            raise InstrumentRefused(what, where=item.link_id, mend=mend)


def _good_stop(item: Item) -> bool:
    return bool(item.stop and item.type is ItemType.BOOLEAN and item.stop.kind in STOPS and item.stop.do)


def _gates(item: Item, instrument: Instrument) -> None:
    questions = {question.link_id: question for question in instrument.questions}
    for condition in item.enable_when:
        question = questions.get(condition.question)
        if question is None:
            raise InstrumentRefused(
                f"enableWhen reads '{condition.question}', which is not a question here.",
                where=item.link_id,
                mend="Name a question of this instrument.",
            )
        if not _fits(condition, question):
            raise InstrumentRefused(
                f"enableWhen compares '{condition.question}' ({question.type}) with something it cannot be.",
                where=item.link_id,
                mend="Compare with an answer of that question's type; only numbers and dates have an order.",
            )


def _fits(condition: Condition, question: Item) -> bool:
    if condition.operator is Operator.EXISTS:
        return isinstance(condition.value, bool)
    ordered = question.type in NUMERIC or question.type is ItemType.DATE
    if condition.operator not in (Operator.EQUAL, Operator.NOT_EQUAL) and not ordered:
        return False
    if question.type is ItemType.CHOICE:
        return isinstance(condition.value, str) and question.option(condition.value) is not None
    wanted: Mapping[ItemType, type] = {
        ItemType.BOOLEAN: bool,
        ItemType.DATE: date,
        **dict.fromkeys(NUMERIC, Decimal),
        **dict.fromkeys(WRITTEN, str),
        ItemType.OPEN_CHOICE: str,
    }
    return isinstance(condition.value, wanted[question.type])


def _indicators(item: Item, taxonomy: Taxonomy) -> None:
    for cited in item.indicators:
        indicator = taxonomy.indicators.get(cited)
        if indicator is None:
            raise InstrumentRefused(
                f"There is no indicator '{cited}'.", where=item.link_id, mend="Cite one of the indicators pack."
            )
        if indicator.ends_questions and item.stop is None:
            raise InstrumentRefused(
                f"{cited} is a disclosure or direct evidence: a yes must end the questions.",
                where=item.link_id,
                mend="Give the question a stop that says what to do.",
            )


def _no_loops(instrument: Instrument) -> None:
    """An item hangs on the questions it and its groups read. A ring of such threads would never settle."""
    reads: dict[str, tuple[str, ...]] = {}

    def gather(item: Item, above: tuple[str, ...]) -> None:
        own = above + tuple(condition.question for condition in item.enable_when)
        reads[item.link_id] = own
        for child in item.items:
            gather(child, own)

    for item in instrument.items:
        gather(item, ())
    settled: set[str] = set()
    for start in reads:
        _follow(start, reads, settled)


def _follow(start: str, reads: Mapping[str, tuple[str, ...]], settled: set[str]) -> None:
    """Depth first without recursion, so that a very long chain cannot exhaust the stack."""
    path: list[str] = [start]
    ahead = [iter(reads[start])]
    while path:
        step = next(ahead[-1], None)
        if step is None:
            settled.add(path.pop())
            ahead.pop()
        elif step in path:
            ring = " → ".join([*path[path.index(step) :], step])
            raise InstrumentRefused(
                f"enableWhen runs in a circle: {ring}.", where=step, mend="Break the circle."
            )
        elif step not in settled:
            path.append(step)
            ahead.append(iter(reads[step]))


def _rule(rule: Rule, instrument: Instrument, taxonomy: Taxonomy) -> None:
    def refuse(what: str, mend: str) -> None:
        raise InstrumentRefused(what, where=rule.id, mend=mend)

    questions = {question.link_id: question for question in instrument.questions}
    if not rule.items:
        refuse("This rule reads nothing.", "Name its items.")
    if len(set(rule.reads)) != len(rule.reads):
        refuse("This rule reads an item twice.", "Name each once.")
    for name in rule.reads:
        if name not in questions:
            refuse(f"'{name}' is not a question here.", "Name a question of this instrument.")
        _countable(rule, questions[name], refuse_weak=name in rule.items, taxonomy=taxonomy)
        _not_closed_by_a_yes(rule, name, instrument)
    if rule.kind is RuleKind.K_OF_N and rule.k > len(rule.reads):
        refuse(f"{rule.k} of {len(rule.reads)} can never be met.", "Lower k.")
    if rule.kind is not RuleKind.WEIGHTED and (rule.weights or rule.windows):
        refuse("Only a weighted rule has weights and windows.", "Make it weighted, or leave them out.")
    if stray := sorted((set(rule.weights) | set(rule.windows)) - set(rule.reads)):
        refuse(f"'{stray[0]}' has a weight but is not read.", "Add it to items.")
    if any(weight < 0 for weight in rule.weights.values()):
        refuse("A weight is below zero, so a yes could take from another.", "Weights are zero or more.")
    _windows(rule)


def _windows(rule: Rule) -> None:
    for name, windows in rule.windows.items():
        edge = 0
        for window in sorted(windows, key=lambda one: one.from_months):
            if window.from_months < edge or window.to_months <= window.from_months or window.weight < 0:
                raise InstrumentRefused(
                    f"The windows of '{name}' overlap, are empty or weigh below zero.",
                    where=rule.id,
                    mend="Let each begin where the one before ends.",
                )
            edge = window.to_months


def _countable(rule: Rule, item: Item, *, refuse_weak: bool, taxonomy: Taxonomy) -> None:
    def refuse(what: str, mend: str) -> None:
        raise InstrumentRefused(what, where=f"{rule.id}, {item.link_id}", mend=mend)

    if item.stop:
        refuse("A disclosure or a danger is acted on, never counted.", "Take it out of the rule.")
    if item.type in WRITTEN:
        refuse("Written text cannot be counted.", "Take it out of the rule.")
    if item.type is ItemType.DATE and item.link_id not in rule.windows:
        refuse("A date counts only in windows.", "Give it windows in a weighted rule.")
    if item.type is not ItemType.DATE and item.link_id in rule.windows:
        refuse("Windows belong to dates.", "Make the question a date, or use weights.")
    cited = [taxonomy.indicators[name] for name in item.indicators]
    tiers = {indicator.tier for indicator in cited}
    if not all(indicator.counted for indicator in cited):
        refuse("Evidence speaks against counting this sign.", "Take it out of the rule.")
    if Tier.CONTEXT in tiers:
        refuse("This is context or a need, which is never scored.", "Ask it, but leave it out of the rule.")
    if refuse_weak and tiers == {Tier.WEAK}:
        refuse("This sign is weak and never stands alone.", "Move it to `supporting`.")


def _not_closed_by_a_yes(rule: Rule, name: str, instrument: Instrument) -> None:
    """A yes may open questions that count but never close them, or it would lower the figure."""
    for item in _lineage(instrument, name):
        for condition in item.enable_when:
            question = instrument.item(condition.question)
            wants_yes = {
                Operator.EQUAL: condition.value is True,
                Operator.NOT_EQUAL: condition.value is False,
                Operator.EXISTS: condition.value is True,
            }
            if question.type is ItemType.BOOLEAN and not wants_yes[condition.operator]:
                raise InstrumentRefused(
                    f"A yes to '{condition.question}' would close this question and lower the figure.",
                    where=f"{rule.id}, {name}",
                    mend="Let it open on a yes, or take it out of the rule.",
                )


def _lineage(instrument: Instrument, name: str) -> list[Item]:
    """The item and the groups it stands in."""
    return [item for item in instrument.walk() if any(inner.link_id == name for inner in item.walk())]


def _score(instrument: Instrument) -> None:
    ids = [rule.id for rule in instrument.rules]
    if len(set(ids)) != len(ids):
        raise InstrumentRefused("Two rules have the same id.", where=instrument.id, mend="Rename one.")
    if instrument.score and instrument.score not in ids:
        raise InstrumentRefused(
            f"score names '{instrument.score}', which is not a rule.", where=instrument.id, mend="Name a rule."
        )


def _voice(instrument: Instrument) -> None:
    """No result, band or instruction passes a verdict on a child."""
    for where, text in _own_words(instrument):
        for sentence in text.values():
            if found := _FORBIDDEN.search(plain_words(sentence)):
                raise InstrumentRefused(
                    f"'{found.group(0)}' passes a verdict.", where=where, mend="Say what was seen and what to do."
                )


def _own_words(instrument: Instrument) -> Iterator[tuple[str, Text]]:
    yield instrument.id, instrument.title
    for rule in instrument.rules:
        yield from ((rule.id, band.name) for band in rule.bands)
    for item in instrument.walk():
        yield item.link_id, item.text
        yield item.link_id, item.help
        if item.stop:
            yield item.link_id, item.stop.reason
            yield from ((item.link_id, step.text) for step in item.stop.do)
    yield from (("then", step.text) for step in instrument.then)
