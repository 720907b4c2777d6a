"""allauth's adapters: where its sign-in meets our members, our locks and our audit."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password, verify_password
from django.http import HttpRequest

from harborlight.ground.access.api import Member
from harborlight.ground.access.web import StaffRequest
from harborlight.ground.accounts import marks
from harborlight.ground.accounts.actions import attempts, sessions
from harborlight.ground.accounts.core.kinds import WORDS
from harborlight.ground.accounts.web import address_of

# One sentence for an unknown name, a wrong password and a closed account: it tells a stranger nothing.
NOT_SIGNED_IN = (
    "That did not sign you in. Check the sign-in name and the password. After five wrong tries in 15 minutes an "
    "account stays closed until an administrator opens it."
)
NOT_PROVED = (
    "This was not accepted. Type the newest code, each code works once. After five wrong tries in 15 minutes an "
    "account stays closed until an administrator opens it."
)
TOO_MANY = "Too many wrong tries came from this address. Nothing was checked. Wait 15 minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name and password, one counted try at a time.

    Typed loosely where allauth names a plain request or user: ours are a StaffRequest and a Member.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NOT_SIGNED_IN,
        "too_many_login_attempts": TOO_MANY,
        "incorrect_code": NOT_PROVED,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No self sign-up: accounts are made by an administrator."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not asked by allauth but by ``views.step_up``, which keeps what was typed and uses the request's clock."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: a second answer in JSON would be a second thing to guard."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened in our own words."""

    def get_login_stages(self) -> list[str]:
        """After the password comes the second factor, and nothing else."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def authenticate(self, request: Any, **credentials: Any) -> Member | None:
        """The member whose name and password these are. None for every other case, alike in words and in time."""
        address = address_of(request)
        if attempts.is_throttled(address, request.now):
            raise self.validation_error("too_many_login_attempts")
        member = Member.objects.select_related("agency").filter(login=credentials["username"].lower()).first()
        # A password is hashed whether or not there is such a member, and whether or not the account is closed.
        is_right, is_old = verify_password(credentials["password"], member.password if member else "!")
        if member is not None and member.locked_at is not None:
            attempts.refused_while_closed(member, address=address, audit=request.audit)
            return None
        if member is None or not is_right or not member.is_active:
            attempts.failed(member, "password", address=address, audit=request.audit)
            return None
        if is_old:
            self._hash_again(request, member, credentials["password"])
        return member

    def login(self, request: Any, user: Any) -> None:
        """Both factors are proved, or there is no second one yet: the session begins."""
        user.backend = "harborlight.ground.accounts.backend.MemberBackend"
        proved = marks.take_proof(request, str(user.pk))
        super().login(request, user)
        sessions.begin(request, user, factor=proved)

    def logout(self, request: Any) -> None:
        """The member signs out: the session's row goes, and the audit says so."""
        sessions.end(request, "member")

    def _hash_again(self, request: StaffRequest, member: Member, password: str) -> None:
        audit = attempts.as_member(request.audit, member)
        with audit.writing("account.password-rehash", subject=("member", str(member.id))):
            Member.objects.filter(id=member.id).update(password=make_password(password))
        member.refresh_from_db(fields=["password"])


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: names for the member's devices, and one message for whatever was wrong."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": NOT_PROVED}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A name for a passkey that was given none."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"{WORDS[type]} {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for the passkey: this host. It is bound to the name in the address bar."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Harborlight"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """How the device lists the account. The handle is random-looking and tells nothing."""
        return {"id": UUID(str(user.pk)).bytes, "display_name": user.display_name, "name": user.login}
