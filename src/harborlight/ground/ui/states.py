"""The states a thing can be shown in: word, shape and color go together, so that color never stands alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """The word that is written when the caller gives none, and the icon whose shape carries the state."""

    word: str | Promise
    icon: str


# Red belongs to the first two alone (theme.css: --alarm).
STATES: dict[str, Look] = {
    "overdue": Look(_("overdue"), "error"),
    "danger": Look(_("danger now"), "warning"),
    "running": Look(_("running"), "timer"),
    "today": Look(_("today"), "event"),
    "new": Look(_("new"), "add_circle_outline"),
    "waiting": Look(_("waiting on others"), "hourglass_empty"),
    "met": Look(_("met"), "check_circle"),
    "late": Look(_("met late"), "update"),
    "not-applicable": Look(_("does not apply"), "do_not_disturb"),
    "plain": Look(_("noted"), "radio_button_unchecked"),
}

ALERTS: dict[str, Look] = {
    "info": Look(_("Good to know"), "info_outline"),
    "success": Look(_("Done"), "check_circle"),
    "warn": Look(_("Look again"), "error_outline"),
    "danger": Look(_("Danger now"), "warning"),
}

ZONES: dict[str, Look] = {
    "police": Look(_("police zone"), "local_police"),
    "provider": Look(_("provider zone, privileged"), "lock_outline"),
    "public": Look(_("public"), "public"),
    "intelligence": Look(_("criminal intelligence, 28 CFR Part 23"), "security"),
}
