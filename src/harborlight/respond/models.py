"""What is known about the work for a child. Whatever could name or describe anybody is sealed under the child's key."""

import uuid

from django.db import models
from django.db.models import Q

from harborlight.ground.vault.api import SealedField, classed
from harborlight.respond.core.lifecycle import RESPONSE
from harborlight.respond.notices.core import NOTICE
from harborlight.respond.referrals.core import ASKS_PARTNER, ASKS_SENDER, REFERRAL
from harborlight.respond.team.core import MEMBERSHIP


def _codes(codes: tuple[str, ...], field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=name)


@classed(
    personal=("situation", "closing_note"),
    plain=(
        "id", "child", "agency", "screening_id", "county_fips", "state", "found_at", "missing_report_at",
        "returned_at", "custody_at", "opened_at", "opened_by", "closed_at", "close_reason", "look_again_on", "token",
    ),
)  # fmt: skip
class Response(models.Model):
    """The work of one agency for one child. ``situation`` is a sealed JSON object of facts (``core.situation``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    screening_id = models.UUIDField(null=True)
    county_fips = models.CharField(max_length=5, blank=True)  # where the child is; decides who is called
    state = models.CharField(max_length=12, default="open")
    situation = SealedField()
    found_at = models.DateTimeField()
    missing_report_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    custody_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=20, blank=True)
    closing_note = SealedField(default=b"")
    look_again_on = models.DateField(null=True)
    token = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            _codes(tuple(s.code for s in RESPONSE.states), "state", "respond_response_state"),
            models.UniqueConstraint(
                fields=["child", "agency"], condition=Q(state="open"), name="respond_one_open_response"
            ),
            models.CheckConstraint(
                name="respond_closed_with_reason",
                condition=Q(state="open", closed_at__isnull=True, close_reason="")
                | (Q(state="closed", closed_at__isnull=False) & ~Q(close_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "opened_at"])]


@classed(plain=("id", "pack_id", "pack_version", "pack_digest", "duty_id", "row"))
class DutyText(models.Model):
    """A duty exactly as it read when a clock first used it. Packs may change or go; what was in force stays."""

    id = models.BigAutoField(primary_key=True)
    pack_id = models.CharField(max_length=80)
    pack_version = models.CharField(max_length=20)
    pack_digest = models.CharField(max_length=64)
    duty_id = models.CharField(max_length=10)
    row = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack_digest", "duty_id"], name="respond_duty_text_once")]


@classed(
    personal=("excuse",),
    derived=("applies", "started_at", "due_at", "met_at", "is_open"),
    plain=("id", "response", "child", "agency", "text", "excused_at", "excused_by"),
)
class DutyClock(models.Model):
    """One duty in one response. The derived columns only find rows quickly; the state is computed when read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="clocks")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(DutyText, on_delete=models.PROTECT, related_name="+")
    applies = models.BooleanField(default=True)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=False)
    excuse = SealedField(default=b"")
    excused_at = models.DateTimeField(null=True)
    excused_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "text"], name="respond_clock_once")]
        indexes = [
            # The inbox walks the first for those who see many children and the second for those who see few.
            models.Index(fields=["agency", "due_at"], condition=Q(is_open=True), name="respond_open_by_agency"),
            models.Index(fields=["child", "due_at"], condition=Q(is_open=True), name="respond_open_by_child"),
        ]


@classed(
    personal=("whom", "reference", "withdrawn_reason"),
    plain=(
        "id", "response", "clock", "channel", "state", "told_at", "recorded_at", "recorded_by", "withdrawn_at",
        "withdrawn_by", "token",
    ),
)  # fmt: skip
class Notice(models.Model):
    """Somebody was told: how, when, by whom, and the reference they gave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="notices")
    clock = models.ForeignKey(DutyClock, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default="recorded")
    whom = SealedField(default=b"")
    reference = SealedField(default=b"")
    told_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = SealedField(default=b"")
    token = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            _codes(tuple(s.code for s in NOTICE.states), "state", "respond_notice_state"),
            models.CheckConstraint(
                name="respond_withdrawn_says_when",
                condition=Q(state="recorded", withdrawn_at__isnull=True)
                | Q(state="withdrawn", withdrawn_at__isnull=False),
            ),
        ]


@classed(plain=("id", "response", "pack_id", "pack_version", "step_id", "done_at", "done_by", "undone_at"))
class StepDone(models.Model):
    """A step of the protocol that somebody did. Taken back, it stays with the time it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="steps")
    pack_id = models.CharField(max_length=80)
    pack_version = models.CharField(max_length=20)
    step_id = models.CharField(max_length=60)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "step_id"], condition=Q(undone_at__isnull=True), name="respond_step_done_once"
            )
        ]


@classed(
    personal=("released",),
    derived=("holder", "is_new"),
    plain=(
        "id", "response", "child", "agency", "member", "part", "state", "basis", "agreement", "told_at", "told_by",
        "seen_at", "left_at",
    ),
)  # fmt: skip
class TeamMember(models.Model):
    """A place on the team: of one member, or of a whole partner agency (``member`` empty).

    The derived columns only find rows quickly: ``holder`` is the member's id, else the agency's; ``is_new`` is true
    while nobody has looked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="team")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    holder = models.UUIDField()
    is_new = models.BooleanField(default=True)
    part = models.CharField(max_length=20)
    state = models.CharField(max_length=6, default="told")
    released = SealedField(default=b"")  # what a partner agency was told about the child; empty within one agency
    basis = models.CharField(max_length=20, blank=True)
    agreement = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            _codes(tuple(s.code for s in MEMBERSHIP.states), "state", "respond_team_state"),
            models.UniqueConstraint(
                fields=["response", "member"],
                condition=Q(left_at__isnull=True, member__isnull=False),
                name="respond_member_once",
            ),
            models.UniqueConstraint(
                fields=["response", "agency"],
                condition=Q(left_at__isnull=True, member__isnull=True),
                name="respond_agency_once",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "told_at"], condition=Q(is_new=True), name="respond_team_new"),
        ]


@classed(
    personal=("released", "handover"),
    derived=("asks_sender", "asks_partner"),
    plain=(
        "id", "response", "child", "agency", "partner", "service_key", "service", "need", "state", "basis", "reason",
        "outcome", "drafted_at", "drafted_by", "changed_at", "token",
    ),
)  # fmt: skip
class Referral(models.Model):
    """A request to one service for this child. ``service`` is the directory's public row as it was that day.

    ``asks_sender`` and ``asks_partner`` say whose turn it is, and only find rows quickly.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="referrals")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("access.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    service_key = models.CharField(max_length=120)
    service = models.JSONField()
    need = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="draft")
    asks_sender = models.BooleanField(default=False)
    asks_partner = models.BooleanField(default=False)
    released = SealedField(default=b"")
    basis = models.CharField(max_length=20, blank=True)
    handover = SealedField(default=b"")
    reason = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    token = models.UUIDField(unique=True)

    class Meta:
        constraints = [_codes(tuple(s.code for s in REFERRAL.states), "state", "respond_referral_state")]
        indexes = [
            # Plain true-or-false columns: SQLite uses a partial index only when no parameter stands in its condition.
            models.Index(fields=["agency", "changed_at"], condition=Q(asks_sender=True), name="respond_asks_sender"),
            models.Index(fields=["partner", "changed_at"], condition=Q(asks_partner=True), name="respond_asks_partner"),
        ]

    def set_state(self, state: str) -> None:
        """The state, and whose turn it then is."""
        self.state = state
        self.asks_sender = state in ASKS_SENDER
        self.asks_partner = state in ASKS_PARTNER


@classed(personal=("detail",), plain=("id", "uid", "response", "at", "by", "agency", "what", "about"))
class HistoryEntry(models.Model):
    """One thing that happened in a response, never changed. ``what`` is a code, ``about`` an id or code.

    The whole story of a child is one query over this table; ``detail`` is a sealed JSON object for people to read.
    """

    id = models.BigAutoField(primary_key=True)  # keeps the order in which things were written
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what the sealed text is bound to
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=24)
    about = models.CharField(max_length=80, blank=True)
    detail = SealedField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["response", "at"])]


@classed(plain=("id", "agency", "text", "reviewed_on", "recorded_at", "recorded_by", "withdrawn_at"))
class CounselReview(models.Model):
    """An agency's counsel has read this duty in exactly this wording; from then on it shows as law there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(DutyText, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.Member", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "text"], condition=Q(withdrawn_at__isnull=True), name="respond_counsel_once"
            )
        ]
