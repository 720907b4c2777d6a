"""Why one may or may not: every rule that was asked, in words. And the emergency look, which is asked for here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from harborlight.desk.forms import BreakGlassForm, WhyForm
from harborlight.ground.access import api as access
from harborlight.ground.access.api import Permission, Ref, Refused
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.people import api as people
from harborlight.ground.ui.api import moment_words


@requires(Permission.ACCESS_EXPLAIN)
def why(request: StaffRequest) -> HttpResponse:
    """One's own roles, and the explanation of one permission on one record."""
    asked = "permission" in request.GET
    form = WhyForm(request.GET if asked else None)
    answer = None
    if asked and form.is_valid():
        record = form.cleaned_data["record"]
        ref = Ref("child", str(record)) if record else None
        answer = access.explain(request.actor, Permission(form.cleaned_data["permission"]), ref)
    roles = [(role, access.ROLES[role], _may(role)) for role in sorted(request.actor.roles)]
    return render(request, "desk/why.html", {"form": form, "answer": answer, "roles": roles})


def _may(role: access.Role) -> list[str]:
    """What a role may do, in words and in the order of the permissions."""
    return [access.WORDS[one] for one in Permission if one in access.ROLES[role].permissions]


@requires(Permission.BREAK_GLASS)
def break_glass(request: StaffRequest) -> HttpResponse:
    """Ask for an emergency look. What is not there and what may not be opened are answered alike."""
    form = BreakGlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person_id = people.id_of_code(form.cleaned_data["code"])
        try:
            until = access.break_glass(
                request.actor, Ref("child", person_id), reason=form.cleaned_data["reason"], audit=request.audit
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            end = moment_words(localtime(until), request.now)
            messages.warning(request, f"Open to you until {end}. A supervisor has been told.")
            return redirect("desk:child", person_id)
    return render(request, "desk/break_glass.html", {"form": form})


@require_POST
@requires(Permission.BREAK_GLASS_REVIEW)
def review_break_glass(request: StaffRequest, glass_id: str) -> HttpResponse:
    """A supervisor has read why."""
    access.review_break_glass(request.actor, str(glass_id), audit=request.audit)
    messages.success(request, "Noted that you read this.")
    return redirect("desk:inbox")
