"""Forms of the pages that stand over several modules."""

from collections.abc import Iterable

from django import forms

from harborlight.ground.access.api import WORDS, Permission
from harborlight.ground.people.api import IDENTIFIER_KINDS, NAME_KINDS


class SearchForm(forms.Form):
    """One box: a code, a number, or the words of a name. Sent by POST, so that no name stands in an address."""

    text = forms.CharField(
        label="Code, number or name",
        max_length=120,
        help_text="Whole words only. A code like 7F3K, a case number, or names in any order.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ChildForm(forms.Form):
    """What is known of a child now. Everything may stay empty: a child may be met before anything is known."""

    name = forms.CharField(label="Name the child gives", max_length=120, required=False)
    name_kind = forms.ChoiceField(label="This name is", choices=list(NAME_KINDS.items()), initial="given-family")
    birth = forms.DateField(
        label="Birth date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Leave empty if it is not known for sure.",
    )
    age_estimate = forms.IntegerField(
        label="Age the child looks or says",
        min_value=0,
        max_value=25,
        required=False,
        help_text="Years. Only when the birth date is not known.",
    )
    identifier_kind = forms.ChoiceField(label="Kind of number", choices=list(IDENTIFIER_KINDS.items()), initial="case")
    identifier = forms.CharField(label="Number", max_length=60, required=False)

    def names(self) -> list[tuple[str, str]]:
        """(kind, text) of the asserted name, if one was typed."""
        name = self.cleaned_data["name"].strip()
        return [(self.cleaned_data["name_kind"], name)] if name else []

    def identifiers(self) -> list[tuple[str, str]]:
        """(kind, value) of the number, if one was typed."""
        value = self.cleaned_data["identifier"].strip()
        return [(self.cleaned_data["identifier_kind"], value)] if value else []


class MetForm(forms.Form):
    """What an officer can say of the child in front of them. Both may stay empty."""

    name = forms.CharField(
        label="Name the child gives",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    age_estimate = forms.IntegerField(
        label="Age the child looks or says", min_value=0, max_value=25, required=False, help_text="Years."
    )


class BreakGlassForm(forms.Form):
    """An emergency look at one record of one's own agency."""

    code = forms.CharField(label="Code of the child, such as 7F3K", max_length=12)
    reason = forms.CharField(
        label="Why you need this record now",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="A supervisor reads this. The record stays open to you for three hours.",
    )


class EraseForm(forms.Form):
    """Erasing is meant: the code of the child is typed by hand."""

    code = forms.CharField(
        label="Code of the child", max_length=12, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class AuditFilter(forms.Form):
    """Which events. Ids are typed whole, as they stand in addresses and in the log."""

    act = forms.CharField(
        label="Act begins with", required=False, max_length=80, help_text="Such as child, or notice.record"
    )
    by = forms.CharField(label="By member (id)", required=False, max_length=60)
    about = forms.CharField(label="About record (id)", required=False, max_length=80)
    outcome = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[("", "Any"), ("done", "Done"), ("read", "Read"), ("refused", "Refused"), ("failed", "Failed")],
    )


class WhyForm(forms.Form):
    """Which permission, on which record (by its id), is to be explained."""

    permission = forms.ChoiceField(label="What you want to do")
    record = forms.UUIDField(
        label="On which record", required=False, help_text="Its number, as it stands in the page's address."
    )

    def __init__(self, *args: object, permissions: Iterable[Permission] = tuple(Permission), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["permission"].choices = [(p.value, WORDS[p].capitalize()) for p in permissions]  # type: ignore[attr-defined]
