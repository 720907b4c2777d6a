"""Export and erase for identity. Retention is the agency's schedule for juvenile records, set per installation."""

from harborlight.ground.people.api import PersonView, erase_person, seal_person

__all__ = ["RETENTION", "erase_person", "export", "seal_person"]

RETENTION = {"Person": None, "Name": None, "NameWord": None, "Identifier": None}  # with the person


def export(view: PersonView) -> dict[str, object]:
    """Everything identity holds about one person, for the person's own request."""
    return {
        "code": view.code,
        "names": [{"kind": kind, "text": text} for kind, text in view.names],
        "birth_date": view.birth.isoformat() if view.birth else None,
        "age": view.age_text,
        "identifiers": [{"kind": kind, "value": value} for kind, value in view.identifiers],
        "sealed": view.sealed,
    }
