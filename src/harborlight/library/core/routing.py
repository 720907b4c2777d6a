"""Who to call: from a place and a moment to an ordered list of who answers now, and why.

Order: 911; the agency's own unit on call; child protection (county before state where the state says so, then what
does answer when that line may not); the trafficking hotline; then everyone else. A line that is closed now stands
after those that answer. Nothing is left out because it is closed, old or unverified: it says so instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from harborlight.ground.ui.api import day_words
from harborlight.library.core.answers import Answer, Scene
from harborlight.library.core.lines import Check, Directory, Line, Shift
from harborlight.library.core.moments import check_aware, clock
from harborlight.library.core.places import Place
from harborlight.library.core.sentences import purpose, role_name

DEFAULT_ROLES = (
    "emergency",
    "local-police",
    "child-protection",
    "child-protection-facility",
    "trafficking-hotline",
    "missing-children",
    "fbi-office",
    "icac",
    "federal-district",
    "runaway-line",
    "crisis-line",
)
_SPOKEN = ("phone", "text", "web")
_CHILD_PROTECTION = "child-protection"
_NO_ROW = Line("", _CHILD_PROTECTION, "", "phone", "", source="our list of 51 state lines", source_date="2026-09-22")


def who_to_call(
    place: Place,
    at: datetime,
    need: str,
    directory: Directory,
    rota: Iterable[Shift] = (),
    verifications: Mapping[str, Check] | None = None,
    *,
    language: str = "en",
) -> tuple[Answer, ...]:
    """Who answers now at that place, in the order to call them.

    `at` must carry its zone (MomentRefused); `need` is a code of the needs pack or empty for a child who may be
    exploited (NeedRefused). `verifications` maps a line's id to the agency's newest check of it. 911 is always the
    first answer, so the list is never empty and always holds a line that answers.
    """
    check_aware(at)
    roles = _roles(directory, need)
    scene = Scene(place, at, verifications or {}, language)
    router = _Router(scene, directory, tuple(rota), roles)
    answers = [answer for role in roles for answer in router.section(role)]
    return tuple(_once(answers))


def _roles(directory: Directory, need: str) -> tuple[str, ...]:
    if not need:
        return DEFAULT_ROLES
    return tuple(dict.fromkeys(("emergency", *directory.need(need).roles)))


def _once(answers: Iterable[Answer]) -> list[Answer]:
    """The same line twice is one answer: where it stands first."""
    seen: dict[tuple[str, str, str], Answer] = {}
    for answer in answers:
        seen.setdefault((answer.role, answer.channel, answer.line_id or answer.value), answer)
    return list(seen.values())


@dataclass(frozen=True)
class _Router:
    scene: Scene
    directory: Directory
    rota: tuple[Shift, ...]
    roles: tuple[str, ...]

    def section(self, role: str) -> list[Answer]:
        """The answers of one role, those that answer now before those that are closed."""
        special: dict[str, Callable[[], list[Answer]]] = {
            "emergency": self._emergency,
            "local-police": self._local_police,
            _CHILD_PROTECTION: self._child_protection,
            "child-protection-facility": self._facility,
            "fbi-office": self._fbi,
            "icac": self._icac,
            "federal-district": self._district,
        }
        return special[role]() if role in special else self._national(role)

    def _lines(self, role: str) -> list[Line]:
        county = self.scene.place.county
        return [line for line in self.directory.serving(role, county.state, county.fips) if line.channel in _SPOKEN]

    def _emergency(self) -> list[Answer]:
        return [self.scene.answer(line, self.scene.say("emergency")) for line in self._lines("emergency")]

    def _local_police(self) -> list[Answer]:
        on_duty = [shift for shift in self.rota if shift.on_duty(self.scene.at, self.scene.place.county.fips)]
        if on_duty:
            return [self._shift(shift) for shift in on_duty]
        return self._police_by_911("no-rota", "") if "child-protection" not in self.roles else []

    def _shift(self, shift: Shift) -> Answer:
        zone = self.scene.place.county.tz
        agency = shift.agency or self.scene.say("own-agency")
        until = clock(shift.ends_at, zone, self.scene.language)
        line = Line(
            id="", role=shift.role, name=shift.name or shift.unit, channel=shift.channel, value=shift.value,
            source=agency, source_date=shift.entered_on.isoformat(), trust="high",
        )  # fmt: skip
        answer = self.scene.answer(line)
        # The agency wrote this entry itself, for these hours; there is nobody else to verify it.
        return replace(
            answer, open_now=True, verified=True, reason=self.scene.say("rota", until=until, agency=agency),
            hours=f"{clock(shift.starts_at, zone, self.scene.language)} – {until}",
            check=self.scene.say("verified", date=day_words(shift.entered_on, self.scene.language)),
        )  # fmt: skip

    # Child protection ------------------------------------------------------------------------------------------

    def _child_protection(self) -> list[Answer]:
        lines = self._lines(_CHILD_PROTECTION)
        phones = sorted((line for line in lines if line.channel == "phone" and line.value), key=self._nearest_first)
        answers = [self._protection_line(line) for line in phones]
        answers = self._missing_line(phones) + answers
        pages = [self._page(line) for line in self._pages(lines)]
        portals = [page for page in pages if page.open_now]
        closed = [answer for answer in answers if answer.open_now is False]
        first = [answer for answer in answers if answer.open_now is not False]
        if not any(answer.open_now for answer in answers):
            first += portals + self._fallbacks(all_closed=not first)
        return self._with_facts([*first, *closed, *(page for page in pages if page not in first)])

    def _pages(self, lines: list[Line]) -> list[Line]:
        """Online forms and pages; where a territory has no line in our list, the site of its social services."""
        return [line for line in lines if line.channel == "web"] or ([] if lines else self._lines("social-services"))

    def _nearest_first(self, line: Line) -> int:
        """County lines first where the county takes the report; otherwise the state's line first."""
        county_first = self.scene.place.county.state in self.directory.county_first
        return 0 if (line.level == "county") == county_first else 1

    def _protection_line(self, line: Line) -> Answer:
        county = self.scene.place.county
        if line.level == "county":
            name = "takes-county"
        elif county.state in self.directory.county_first and not line.not_counties:
            name = "takes-state-for-county"
        else:
            name = "takes-state"
        return self.scene.answer(line, self.scene.say(name, state=county.state_name, county=county.name))

    def _missing_line(self, phones: list[Line]) -> list[Answer]:
        """A gap that is said aloud: a county line that should be here and is not."""
        county = self.scene.place.county
        county_first = county.state in self.directory.county_first
        if any(line.level == "county" for line in phones) or (phones and not county_first):
            return []
        if any(line.not_counties for line in phones):
            return []  # the state's line names the counties it does not serve, so it does serve this one
        # The state's own row says that the county takes the report, even where it has no number.
        said = next(iter(self.directory.serving(_CHILD_PROTECTION, county.state, county.fips)), _NO_ROW)
        blank = Line(
            id=f"missing-{county.fips}", role=_CHILD_PROTECTION, name=f"{county.label}: child protection",
            channel="phone", value="", source=said.source, source_date=said.source_date,
        )  # fmt: skip
        name = "county-missing" if county_first else "state-missing"
        return [self.scene.answer(blank, self.scene.say(name, state=county.state_name, county=county.name))]

    def _page(self, line: Line) -> Answer:
        open_now = self.scene.open_now(line)
        return self.scene.answer(line, self.scene.say("portal-now" if open_now else "form"))

    def _fallbacks(self, *, all_closed: bool) -> list[Answer]:
        """Who does answer when the line does not or may not: police on call or through 911, then Childhelp."""
        county = self.scene.place.county
        sentence = "fallback-police-closed" if all_closed else "fallback-police"
        if any(line.otherwise == "police" for line in self._lines(_CHILD_PROTECTION)):
            sentence = "fallback-police-stated" if all_closed else "fallback-police-maybe"
        found = [
            replace(self._shift(shift), fallback_for=_CHILD_PROTECTION)
            for shift in self.rota
            if shift.on_duty(self.scene.at, county.fips) and "local-police" not in self.roles
        ]
        found += self._police_by_911(sentence, _CHILD_PROTECTION)
        counsel = [line for line in self._lines("child-abuse-counsel") if line.channel == "phone"]
        for line in counsel:
            reason = self.scene.say("fallback-counsel")
            found.append(replace(self.scene.answer(line, fallback_for=_CHILD_PROTECTION), reason=reason))
        return found

    def _police_by_911(self, sentence: str, fallback_for: str) -> list[Answer]:
        return [
            replace(
                self.scene.answer(line, fallback_for=fallback_for),
                role="local-police",
                name=role_name("local-police", self.scene.language),
                role_name=role_name("local-police", self.scene.language),
                reason=self.scene.say(sentence),
            )
            for line in self._lines("emergency")
        ]

    def _with_facts(self, answers: list[Answer]) -> list[Answer]:
        """What must be known about the state's line stands with the first answer of child protection."""
        notes = [*self.directory.facts_of(self.scene.place.county.state, self.scene.language), *self._place_notes()]
        first = next((index for index, answer in enumerate(answers) if answer.role == _CHILD_PROTECTION), None)
        if first is not None:
            answers[first] = replace(answers[first], notes=tuple(notes))
        return answers

    def _place_notes(self) -> list[str]:
        place, notes = self.scene.place, []
        if place.others:
            others = ", ".join(other.label for other in place.others)
            notes.append(self.scene.say("pick-county", others=others))
        if place.county.tz_note:
            notes.append(self.scene.say("split-zone", note=place.county.tz_note))
        return notes

    def _facility(self) -> list[Answer]:
        said = self.scene.say("facility")
        answers = [self.scene.answer(line, said) for line in self._lines("child-protection-facility")]
        return sorted(answers, key=lambda answer: answer.open_now is False)

    # Everyone else ---------------------------------------------------------------------------------------------

    def _national(self, role: str) -> list[Answer]:
        said = self.scene.say("national", purpose=purpose(role, self.scene.language)) if purpose(role, "en") else ""
        found = [self.scene.answer(line, *filter(None, [said])) for line in self._lines(role) if line.value]
        return sorted(found, key=lambda answer: (answer.open_now is False, _SPOKEN.index(answer.channel)))

    def _fbi(self) -> list[Answer]:
        county = self.scene.place.county
        offices = {line.name: line for line in self.directory.lines if line.role == "fbi-office"}
        if county.fbi_office in offices:
            reason = self.scene.say("fbi", county=county.label)
            return [self.scene.answer(offices[county.fbi_office], reason)]
        known = [name for name in county.fbi_candidates if name in offices]
        if not known:
            none = self.scene.say("fbi-none", county=county.label)
            tips = [line for line in self._lines("fbi-tips") if line.channel == "phone"]
            return [self.scene.answer(line, none, fallback_for="fbi-office") for line in tips]
        name = "fbi-candidate" if len(known) > 1 else "fbi-likely"
        reason = self.scene.say(name, county=county.label, offices=", ".join(known))
        return [self.scene.answer(offices[name], reason) for name in known]

    def _district(self) -> list[Answer]:
        county = self.scene.place.county
        if not county.district:
            return []
        name = "district-derived" if county.district_method.startswith("derived") else "district"
        reason = self.scene.say(name, county=county.name, statute=county.statute)
        line = Line(
            id=f"district-{county.fips}", role="federal-district", name=county.district, channel="office",
            value=county.district, source=county.statute, source_date=county.source_date,
            trust="medium" if name == "district-derived" else "high",
        )  # fmt: skip
        return [self.scene.answer(line, reason)]

    def _icac(self) -> list[Answer]:
        """The task force that lists this county, else the state's, else those of the state and the line that knows."""
        lines = self._lines("icac")
        county = self.scene.place.county
        listed = [line for line in lines if county.fips in line.counties]
        statewide = [line for line in lines if line.level == "state" and not line.counties]
        if listed:
            return [self.scene.answer(line, self.scene.say("icac-county")) for line in listed]
        if statewide:
            return [self.scene.answer(line, self.scene.say("icac-state")) for line in statewide]
        maybe = [line for line in lines if line.level == "regional" and line.state == county.state]
        found = [self.scene.answer(line, self.scene.say("icac-maybe")) for line in maybe if not line.counties]
        reason = self.scene.say("icac-finder", county=county.label)
        finders = [line for line in self._lines("icac-finder") if line.channel == "phone"]
        return found + [self.scene.answer(line, reason, fallback_for="icac") for line in finders]
