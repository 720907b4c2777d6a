"""Django's own form errors in the voice of the house: what to do, not what is invalid.

Set once at start on the field classes, so that no form has to repeat them; a form that gives its own
``error_messages`` keeps them.
"""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: dict[type[forms.Field], dict[str, "StrOrPromise"]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.ChoiceField: {
        "required": _("Choose one."),
        "invalid_choice": _("Choose one of those offered; %(value)s is not among them."),
    },
    forms.MultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _("Choose among those offered; %(value)s is not among them."),
    },
    forms.BooleanField: {"required": _("Check this to go on.")},
    forms.IntegerField: {"invalid": _("Write a whole number, for example 3.")},
    forms.DateField: {"invalid": _("Write a day, for example 2026-11-22.")},
    forms.TimeField: {"invalid": _("Write a time of day, for example 02:10.")},
    forms.DateTimeField: {"invalid": _("Write a day and a time, for example 2026-11-22 02:10.")},
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _("No file arrived. Choose it again."),
        "missing": _("No file arrived. Choose it again."),
        "empty": _("The file is empty. Choose another."),
    },
}


def speak() -> None:
    """Put the sentences on the field classes."""
    for field, sentences in SENTENCES.items():
        # A dict of its own for each class: some inherit their parent's.
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **sentences}
