"""The administrator's pages: who has an account, what they may do, and what to do when something went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from harborlight.ground.access.api import ROLES, Actor, Member, Permission, Refused, agency
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.accounts import queries
from harborlight.ground.accounts.actions import members, passwords
from harborlight.ground.accounts.forms.members import DetailsForm, FilterForm, NewMemberForm, RolesForm
from harborlight.ground.accounts.views.step_up import step_up
from harborlight.ground.accounts.web import View
from harborlight.ground.ui.api import moment_words, paged, sorted_by

ORDERS = {"name": "By name", "seen": "Last signed in first", "agency": "By agency"}


@dataclass(frozen=True)
class Act:
    """One act on an account: what it says, what it does."""

    title: str
    text: str
    done: str
    run: Callable[..., object]
    kind: str = "primary"


ACTS = {
    "disable": Act(
        "Disable this account",
        "The sessions of this member end with their next click. Nobody can sign in with this account until it is "
        "enabled again. Nothing the member wrote is lost.",
        "The account is disabled.", members.disable, "final",
    ),
    "enable": Act(
        "Enable this account", "The member can sign in again, with the password and second factor they had.",
        "The account is enabled.", members.enable,
    ),
    "unlock": Act(
        "Open this account",
        "It was closed after five wrong tries in 15 minutes. Ask the member first whether it was they who tried: if "
        "not, make a new password link too.",
        "The account is open again.", members.unlock,
    ),
    "reset-factors": Act(
        "Take away the second factors",
        "For a lost phone or key. The member's sessions end; at the next sign-in they enroll a new second factor with "
        "their password. Make sure that it is they who ask.",
        "The second factors are gone.", members.reset_factors, "final",
    ),
}


@requires(Permission.MEMBER_MANAGE)
def index(request: StaffRequest) -> HttpResponse:
    """Everyone with an account."""
    form, sorting = FilterForm(request.GET), sorted_by(request.GET, ORDERS)
    form.is_valid()
    page = paged(queries.members(request.actor, form.cleaned_data, sorting.key), request.GET)
    return render(request, "accounts/members.html", {"page": page, "filters": form, "sorts": sorting})


@requires(Permission.MEMBER_MANAGE)
@step_up
def new(request: StaffRequest) -> HttpResponse:
    """A new account. Its first password link is shown once, on the answer."""
    actor: Actor = request.actor
    is_host = agency(actor.agency_id).is_host
    form = NewMemberForm(request.POST or None, own_agency=actor.agency_id, all_agencies=is_host)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            member_id, secret = members.create(
                actor, login=given["login"], display_name=given["display_name"], agency_id=given["agency"],
                roles=given["roles"], unit=given["unit"], audit=request.audit,
            )
        except Refused as refused:
            form.add_error("login" if "taken" in str(refused) else "roles", str(refused))
        else:
            return _show_link(request, member_id, secret, "The account is made.")
    return render(request, "accounts/member_new.html", {"form": form})


@requires(Permission.MEMBER_MANAGE)
def one(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """One account and what can be done to it."""
    member = members.find(request.actor, str(member_id))
    page = {
        "member": member, "acts": _acts(member, request.actor), "who": _who(member),
        "roles": [(role, ROLES[role].description) for role in sorted(member.role_set)],
        "proofs": _proofs(member, request),
    }
    return render(request, "accounts/member.html", page)


@requires(Permission.MEMBER_MANAGE)
@step_up
def roles(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Change what a member may do."""
    member = members.find(request.actor, str(member_id))
    form = RolesForm(request.POST or None, initial={"roles": [str(role) for role in member.role_set]})

    def save() -> None:
        members.set_roles(request.actor, str(member.id), roles=form.cleaned_data["roles"], audit=request.audit)

    return _edit(request, member, form, save, "Roles", "Roles are changed. The member's sessions were ended.")


@requires(Permission.MEMBER_MANAGE)
def details(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Change how colleagues know a member."""
    member = members.find(request.actor, str(member_id))
    now = {"display_name": member.display_name, "unit": member.unit, "phone": member.phone}
    form = DetailsForm(request.POST or None, initial=now)

    def save() -> None:
        members.set_details(request.actor, str(member.id), audit=request.audit, **form.cleaned_data)

    return _edit(request, member, form, save, "Name and unit", "The details are changed.")


def act(name: str) -> View:
    """The page of one act: says what it does, and does it on POST."""
    chosen = ACTS[name]

    def page(request: StaffRequest, member_id: UUID) -> HttpResponse:
        member = members.find(request.actor, str(member_id))
        if request.method != "POST":
            return render(request, "accounts/member_act.html", {"member": member, "act": chosen})
        chosen.run(request.actor, str(member.id), audit=request.audit)
        messages.success(request, chosen.done)
        return redirect("accounts:member", member_id=member.id)

    # Disabling must work at once, also for an administrator whose phone is in another room.
    return requires(Permission.MEMBER_MANAGE)(page if name == "disable" else step_up(page))


@requires(Permission.MEMBER_MANAGE)
@step_up
def link(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """A new one-time password link, shown once."""
    member = members.find(request.actor, str(member_id))
    if request.method != "POST":
        return render(request, "accounts/member_link.html", {"member": member, "hours": _hours()})
    secret = members.make_link(request.actor, str(member.id), audit=request.audit)
    return _show_link(request, str(member.id), secret, "The link is made.")


def _edit(
    request: StaffRequest, member: Member, form: RolesForm | DetailsForm, save: Callable[[], None], title: str,
    done: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("accounts:member", member_id=member.id)
    return render(request, "accounts/member_edit.html", {"member": member, "form": form, "title": title})


def _show_link(request: StaffRequest, member_id: str, secret: str, done: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("accounts:set-password", args=[secret]))
    member = members.find(request.actor, member_id)
    return render(request, "accounts/member_link.html", {"member": member, "url": url, "done": done, "hours": _hours()})


def _acts(member: Member, actor: Actor) -> list[tuple[str, str, str]]:
    """(title, address, kind) of what can be done to this account now."""
    is_self = str(member.id) == actor.member_id
    wanted = {
        "unlock": member.locked_at is not None and not is_self,
        "reset-factors": not is_self and queries.has_second_factor(member),
        "disable": member.is_active and not is_self,
        "enable": not member.is_active,
    }
    return [
        (ACTS[name].title, reverse(f"accounts:member-{name}", args=[member.id]), "secondary")
        for name, is_wanted in wanted.items() if is_wanted
    ]


def _who(member: Member) -> list[tuple[str, str]]:
    return [
        ("Sign-in name", member.login), ("Agency", member.agency.name), ("Unit", member.unit or "none"),
        ("Duty phone", member.phone or "none"),
    ]


def _proofs(member: Member, request: StaffRequest) -> list[tuple[str, str]]:
    kinds = ", ".join(factor.name for factor in queries.factors(member))
    links = queries.open_links(str(member.id), request.now)
    seen = member.last_seen_at
    return [
        ("Password", "set" if member.has_usable_password() else "not set yet"),
        ("Second factors", kinds or "none yet; the next sign-in asks for one"),
        ("Recovery codes left", str(queries.recovery_codes_left(member))),
        ("Open password links", str(links)),
        ("Last sign-in", moment_words(timezone.localtime(seen), request.now) if seen else "never"),
    ]


def _hours() -> int:
    return int(passwords.LINK_LIFE.total_seconds() // 3600)
