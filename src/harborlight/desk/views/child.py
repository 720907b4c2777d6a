"""A child's page: one timeline over the modules, the duties, and the acts that may be done next."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from harborlight.desk.core.timeline import merged
from harborlight.desk.forms import ChildForm
from harborlight.ground.access.api import Permission, Ref, Refused, check
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.files import api as files
from harborlight.ground.files.web import add_form, files_page
from harborlight.ground.people import api as people
from harborlight.ground.people.api import IDENTIFIER_KINDS, NAME_KINDS, PersonView
from harborlight.recognize import api as recognize
from harborlight.respond import api as respond


@require_GET
@requires(Permission.CHILD_SEE)
def child(request: StaffRequest, child_id: str) -> HttpResponse:
    """Everything about one child that this member may see. The read is an event."""
    person = people.person(request.actor, str(child_id), request.now)
    request.audit.reading("child.see", subject=("child", person.id))
    part = respond.child_part(request.actor, person.id, request.now, items=person.items)
    context = {
        "person": person,
        "identity": _identity(person),
        "summary": part.summary,
        "timeline": merged(
            part.timeline,
            recognize.timeline(request.actor, person.id, items=person.items),
            files.timeline(request.actor, person.id, items=person.items),
        ),
        "may_see_files": Permission.FILE_SEE in request.actor.permissions,
        "may_screen": Permission.SCREENING_COMPLETE in request.actor.permissions,
        "may_seal": Permission.CHILD_SEAL in request.actor.permissions,
        "screen_url": f"{reverse('recognize:instruments')}?{urlencode({'child': person.id})}",
    }
    return render(request, "desk/child.html", context)


@require_GET
@requires(Permission.FILE_SEE)
def child_files(request: StaffRequest, child_id: str) -> HttpResponse:
    """The files of a child's record."""
    check(request.actor, Permission.FILE_SEE, Ref("child", str(child_id)))
    back = ("Child", reverse("desk:child", args=[child_id]))
    add_url = reverse("desk:add_child_file", args=[child_id])
    return files_page(request, Ref("child", str(child_id)), add_url=add_url, back=back)


@sensitive_post_parameters()
@requires(Permission.FILE_ADD)
def add_child_file(request: StaffRequest, child_id: str) -> HttpResponse:
    """Add a file to a child's record: the question about abuse first, then the file."""
    return add_form(request, Ref("child", str(child_id)), back=reverse("desk:child_files", args=[child_id]))


@sensitive_post_parameters()
@requires(Permission.CHILD_CREATE)
def new_child(request: StaffRequest) -> HttpResponse:
    """Start with a child whom nobody screened: make the record, then open the response."""
    form = ChildForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            child_id = _create(request, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('respond:open')}?{urlencode({'child': child_id})}")
    return render(request, "desk/new_child.html", {"form": form})


def _create(request: StaffRequest, form: ChildForm) -> str:
    return people.create_person(
        request.actor,
        names=form.names(),
        birth=form.cleaned_data["birth"],
        age_estimate=form.cleaned_data["age_estimate"],
        identifiers=form.identifiers(),
        audit=request.audit,
    )


def _identity(person: PersonView) -> list[tuple[str, str]]:
    rows = [(NAME_KINDS.get(kind, kind), text) for kind, text in person.names]
    rows += [("Age", person.age_text)]
    rows += [("Birth date", f"{person.birth:%d %b %Y}")] if person.birth else []
    return rows + [(IDENTIFIER_KINDS.get(kind, kind), text) for kind, text in person.identifiers]
