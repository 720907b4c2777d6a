"""May you do this? Pure: the facts are passed in, the answer carries its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from harborlight.ground.access.permissions import WORDS, Permission
from harborlight.ground.access.roles import ROLES, Reach, Role, granted_by, permissions_of

PURPOSES = {
    "casework": "work for this child",
    "emergency": "danger to a child now",
    "supervision": "reviewing the unit's work",
    "records": "retention, sealing or disclosure",
    "system": "a job of the system itself",
}


class Refused(Exception):
    """The act is refused; the text is a sentence for the person who asked."""


class NotFound(Exception):
    """There is no such record, or none this actor may know of: the two are answered alike."""


@dataclass(frozen=True)
class Ref:
    """Which record: its kind ("child", "screening", "referral", …) and its id."""

    kind: str
    id: str


@dataclass(frozen=True)
class Actor:
    """Who asks. Made once at the edge from the signed-in member; ``roles`` and ``agency_id`` decide."""

    member_id: str
    agency_id: str
    roles: frozenset[Role]
    display: str = ""
    agency_name: str = ""
    purpose: str = "casework"
    is_system: bool = False

    @classmethod
    def system(cls, name: str, agency_id: str = "") -> "Actor":
        """A named job of the system: may do everything, and is named in the audit."""
        return cls(f"system:{name}", agency_id, frozenset(), display=name, purpose="system", is_system=True)

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset(Permission) if self.is_system else permissions_of(self.roles)


@dataclass(frozen=True)
class Line:
    """One rule that was asked, whether it let the actor pass, and the sentence for the screen."""

    rule: str
    passed: bool
    text: str


@dataclass(frozen=True)
class Explanation:
    """The answer and every rule behind it, in the order asked."""

    allowed: bool
    lines: tuple[Line, ...]

    @property
    def sentence(self) -> str:
        """The first rule that refused, or the last that allowed."""
        failed = [line for line in self.lines if not line.passed]
        return (failed[0] if failed else self.lines[-1]).text


@dataclass(frozen=True)
class RelationFact:
    """One relation row as the decision sees it."""

    holder: str  # "agency" or "member"
    why: str
    since: str
    until: str
    items: frozenset[str]
    suspended: bool


def decide(actor: Actor, permission: Permission, relations: Iterable[RelationFact] | None = None) -> Explanation:
    """Role, then purpose, then relation to the record (only asked when ``relations`` is given)."""
    if actor.is_system:
        return Explanation(True, (Line("system", True, f"The job {actor.display} acts for the system."),))
    lines = [_by_role(actor, permission), _by_purpose(actor)]
    if relations is not None:
        lines.append(_by_relation(actor, list(relations)))
    return Explanation(all(line.passed for line in lines), tuple(lines))


def counts(fact: RelationFact, roles: frozenset[Role]) -> bool:
    """Whether this relation makes the record visible to someone with these roles."""
    if fact.suspended and Role.RECORDS not in roles:
        return False
    if fact.holder == "member":
        return bool(roles)
    return any(ROLES[role].reach is Reach.AGENCY for role in roles)


def _by_role(actor: Actor, permission: Permission) -> Line:
    roles = granted_by(permission, actor.roles)
    if roles:
        return Line("role", True, f"Your role {', '.join(roles)} may do this: {WORDS[permission]}.")
    held = ", ".join(sorted(actor.roles)) or "none"
    return Line("role", False, f"Your role ({held}) does not include this: {WORDS[permission]}.")


def _by_purpose(actor: Actor) -> Line:
    if actor.purpose in PURPOSES:
        return Line("purpose", True, f"Stated purpose: {PURPOSES[actor.purpose]}.")
    return Line("purpose", False, "No purpose that the agency knows was stated.")


def _by_relation(actor: Actor, relations: list[RelationFact]) -> Line:
    for fact in relations:
        if counts(fact, actor.roles):
            whom = "your agency" if fact.holder == "agency" else "you"
            end = f", until {fact.until}" if fact.until else ""
            return Line("relation", True, f"This record is open to {whom}: {fact.why} (since {fact.since}{end}).")
    if any(fact.suspended for fact in relations):
        return Line("relation", False, "This record is sealed.")
    return Line("relation", False, "This record is not related to you or your agency.")
