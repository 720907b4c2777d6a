"""From the use notice to the second factor, and out again."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from harborlight.ground.access.api import Member, Permission, Refused
from harborlight.ground.access.web import StaffRequest, public_page, requires
from harborlight.ground.accounts import notice as use_notice
from harborlight.ground.accounts import queries
from harborlight.ground.accounts.actions import kept as kept_forms
from harborlight.ground.accounts.actions import passwords
from harborlight.ground.accounts.forms.own import PasswordForm
from harborlight.ground.accounts.forms.proof import CodeForm, PasskeyForm, SignInForm, passkey_question


@public_page("The use notice stands before sign-in (CJIS AC-8).")
def notice(request: StaffRequest) -> HttpResponse:
    """Show the notice; a POST acknowledges it and leads to sign-in."""
    onward = _next(request)
    if request.method == "POST":
        use_notice.acknowledge(request, audit=request.audit)
        return HttpResponseRedirect(_with_next(reverse("account_login"), onward))
    return render(request, "accounts/notice.html", {"lines": use_notice.LINES, "next": onward})


class SignIn(LoginView):
    """Sign-in name and password."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing is asked, and nothing checked, before the notice was acknowledged."""
        if not request.user.is_authenticated and not use_notice.is_acknowledged(request):
            return HttpResponseRedirect(_with_next(reverse("accounts:notice"), _next(request)))
        return super().dispatch(request, *args, **kwargs)


class SecondFactor(AuthenticateView):
    """The second factor, after the password. Each try is counted."""

    form_class = CodeForm  # type: ignore[assignment]
    webauthn_form_class = PasskeyForm  # type: ignore[assignment]
    template_name = "accounts/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what the browser is asked to have signed, when the member has a passkey."""
        page: dict[str, Any] = super().get_context_data(**kwargs)
        page["sign_out_url"] = reverse("account_logout")
        # After allauth's own question: the last one asked is the one whose answer is taken.
        page["question"] = passkey_question(self.request, self.stage.login.user)
        return page


class SignOut(LogoutView):
    """A page that asks, for those who follow a link; a POST signs out."""

    template_name = "accounts/sign_out.html"


@public_page("Opened by a one-time link that an administrator made.")
def set_password(request: StaffRequest, secret: str) -> HttpResponse:
    """Set the first or a forgotten password, once."""
    link = queries.password_link(secret, request.now)
    if link is None:
        return render(request, "accounts/link_ended.html", status=404)
    form = PasswordForm(request.POST or None, member=link.member)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.set_by_link(link, form.cleaned_data["new_password"], audit=request.audit)
        except Refused:
            return render(request, "accounts/link_ended.html", status=404)
        return render(request, "accounts/password_set.html", {"login": link.member.login})
    return render(request, "accounts/set_password.html", {"form": form, "login": link.member.login})


@requires(Permission.ACCOUNT_OWN)
def kept(request: StaffRequest) -> HttpResponse:
    """A form that was sent after its session had ended: send it now, or forget it."""
    member: Member = request.user  # type: ignore[assignment]
    found = kept_forms.kept(member, request.audit)
    if found is None:
        return redirect("/")
    path, typed = found
    if request.method == "POST":
        kept_forms.discard(member, audit=request.audit)
        # 307: the browser sends the same fields on to the page they were typed into.
        return HttpResponse(status=307, headers={"Location": path}) if "send" in request.POST else redirect("/")
    pairs = [(name, value) for name, values in typed.lists() for value in values]
    return render(request, "accounts/kept.html", {"pairs": pairs})


def _next(request: HttpRequest) -> str:
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def _with_next(url: str, onward: str) -> str:
    return f"{url}?{urlencode({'next': onward})}" if onward else url
