"""What the audit holds about one record, newest first."""

from harborlight.ground.audit.models import Event


def history(record_id: str) -> list[Event]:
    return list(Event.objects.filter(subject_kind="child", subject_id=record_id).order_by("-id"))
