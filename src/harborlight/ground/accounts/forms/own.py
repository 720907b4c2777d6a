"""Forms of one's own account."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth as ceremony
from django import forms
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from harborlight.ground.access.api import Member
from harborlight.ground.accounts import passwords
from harborlight.ground.accounts.core import totp
from harborlight.ground.accounts.forms.proof import BROKEN, DIGITS, check_origin


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    new_password = forms.CharField(
        label="New password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=" ".join(passwords.RULES),
    )
    again = forms.CharField(
        label="The same once more", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)

    def clean_new_password(self) -> str:
        return passwords.check(self.cleaned_data["new_password"], self.member)

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if "new_password" in self.cleaned_data and again != self.cleaned_data["new_password"]:
            raise ValidationError("The two are not the same. Type the new password twice.")
        return again


class ChangePasswordForm(PasswordForm):
    """The present password and a new one."""

    password = forms.CharField(
        label="Your password now", strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("password", "new_password", "again")

    def clean_password(self) -> str:
        # Compared without Django's check_password of the model, which would write an upgraded hash outside an act.
        if self.member is None or not check_password(self.cleaned_data["password"], self.member.password):
            raise ValidationError("This is not your password now.")
        return str(self.cleaned_data["password"])


class AppForm(forms.Form):
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label="Code", max_length=20, widget=forms.TextInput(attrs={**DIGITS, "inputmode": "numeric"}),
        help_text="The six digits the app shows now.",
    )

    def __init__(self, *args: Any, secret: str, now: Any, **kwargs: Any) -> None:
        self.secret, self.now, self.step = secret, now, -1
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        step = totp.accepted_step(self.secret, self.cleaned_data["code"], self.now)
        if step is None:
            raise ValidationError(
                "This is not the code for this moment. Wait for the next one and type it. If it fails again, check "
                "that the phone's clock sets itself."
            )
        self.step = step
        return ""


class AddPasskeyForm(forms.Form):
    """A new passkey: its name, and the browser's answer to our challenge."""

    name = forms.CharField(label="Name of this passkey", max_length=60, required=False,
                           help_text="So that you know it again: “Work phone”, “Blue key on my ring”.")
    credential = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request, self.counter = request, 0
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> dict[str, Any]:
        typed: dict[str, Any] = self.cleaned_data["credential"]
        try:
            answer = ceremony.parse_registration_response(typed)
            check_origin(self.request, answer.response.client_data.origin)
            self.counter = ceremony.complete_registration(typed).counter
        except BROKEN:
            raise ValidationError("The passkey was not accepted. Nothing was changed. Try again.") from None
        return typed


class KeptCodeForm(forms.Form):
    """One recovery code typed back, to show that the list is kept."""

    typed = forms.CharField(
        label="Type one of the codes", max_length=40, widget=forms.TextInput(attrs={**DIGITS, "autocomplete": "off"}),
        help_text="Any one of them. It stays usable.",
    )


def passkey_offer(member: Member) -> str:
    """What the browser is asked to make a passkey from, as JSON."""
    return json.dumps(ceremony.begin_registration(member, False))
