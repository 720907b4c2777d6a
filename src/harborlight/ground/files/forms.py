"""The question, asked alone; then the file."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from harborlight.ground.files.core.answers import ANSWERS, QUESTION, Answer
from harborlight.ground.files.core.inspect import MEGABYTE
from harborlight.ground.files.core.kinds import EXTENSIONS

ENDINGS = ",".join(f".{ending}" for ending in (*EXTENSIONS.values(), "jpeg"))


class QuestionForm(forms.Form):
    """Asked before there is any file field, so that a file that must not be copied is not even sent."""

    could_show_abuse = forms.ChoiceField(
        label=QUESTION, choices=ANSWERS, widget=forms.RadioSelect, error_messages={"required": "Answer this first."},
        help_text="Also a nude or sexual picture a child made, or one that was only found or received.",
    )

    @property
    def answer(self) -> Answer:
        """The answer of a valid form."""
        return Answer(self.cleaned_data["could_show_abuse"])


class UploadForm(forms.Form):
    """The file, with the answer that was given before it."""

    could_show_abuse = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="File", allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def __init__(self, *args: object, limit: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].help_text = (
            f"PDF, JPEG or PNG picture, plain text or CSV table; at most {limit // MEGABYTE} MB."
        )

    @property
    def sent(self) -> UploadedFile[bytes]:
        """The uploaded file of a valid form."""
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        return found
