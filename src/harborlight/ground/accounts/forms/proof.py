"""Forms by which a member proves who they are. Each try is counted; what was typed is never written anywhere."""

import json
from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.webauthn.internal import auth as ceremony
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from harborlight.ground.access.api import Member
from harborlight.ground.access.web import StaffRequest
from harborlight.ground.accounts import marks
from harborlight.ground.accounts.actions import attempts, factors
from harborlight.ground.accounts.adapter import NOT_PROVED
from harborlight.ground.accounts.web import address_of, has_name

DIGITS = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
BROKEN = (ValidationError, KeyError, AttributeError, TypeError, ValueError)


class SignInForm(LoginForm):
    """Sign-in name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Sign-in name"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})


class _Proof(forms.Form):
    """One try at a second factor. ``kind`` says where: at sign-in, or before an act that asks for it afresh."""

    kind = "second-factor"
    proved = ""
    was_closed = False

    def __init__(self, *args: Any, user: Member, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    @property
    def _request(self) -> StaffRequest:
        return context.request  # type: ignore[no-any-return]

    def _check_open(self) -> None:
        address = address_of(self._request)
        if Member.objects.filter(id=self.user.id, locked_at=None, is_active=True).exists():
            return
        attempts.refused_while_closed(self.user, address=address, audit=self._request.audit)
        raise ValidationError(NOT_PROVED)

    def _refuse(self) -> ValidationError:
        address = address_of(self._request)
        self.was_closed = attempts.failed(self.user, self.kind, address=address, audit=self._request.audit)
        return ValidationError(NOT_PROVED)

    def save(self) -> None:
        """Note what was proved, for the sign-in that follows."""
        marks.note_proof(self._request, str(self.user.id), self.proved)


class CodeForm(_Proof):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label="Code", max_length=40, widget=forms.TextInput(attrs=DIGITS),
        help_text="Six digits from your authenticator app, or one of your recovery codes.",
    )

    def clean_code(self) -> str:
        self._check_open()
        audit = attempts.as_member(self._request.audit, self.user)
        factor = factors.accept_code(self.user, self.cleaned_data["code"], audit=audit)
        if factor is None:
            raise self._refuse()
        self.proved = factor.type
        return ""


class PasskeyForm(_Proof):
    """A passkey's answer to our challenge."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> None:
        self._check_open()
        typed = self.cleaned_data["credential"]
        try:
            answer = ceremony.parse_authentication_response(typed)
            check_origin(self._request, answer.response.client_data.origin)
            factor = ceremony.complete_authentication(self.user, typed)
            counter = answer.response.authenticator_data.counter
        except BROKEN:
            raise self._refuse() from None
        audit = attempts.as_member(self._request.audit, self.user)
        if not factors.accept_passkey(factor, counter, audit=audit):
            raise self._refuse()
        self.proved = factor.type


class FreshCodeForm(CodeForm):
    """A code before an act that asks for it afresh."""

    kind = "step-up"


class FreshPasskeyForm(PasskeyForm):
    """A passkey before an act that asks for it afresh."""

    kind = "step-up"


def check_origin(request: HttpRequest, origin: str) -> None:
    """Raise ValueError unless the passkey answered to exactly this page's scheme, host and port."""
    if origin != f"{request.scheme}://{request.get_host()}":
        raise ValueError("another origin")


def passkey_question(request: HttpRequest, member: Member) -> str:
    """What the browser is asked to have signed, as JSON; empty when the member has no passkey for this place."""
    if not has_name(request) or not any(ceremony.get_credentials(member)):
        return ""
    return json.dumps(ceremony.begin_authentication(member))
