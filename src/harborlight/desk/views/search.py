"""Search: exact words, among what one may know of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from harborlight.desk.forms import SearchForm
from harborlight.ground.access.api import Permission
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.people import api as people


@sensitive_post_parameters()
@requires(Permission.CHILD_SEARCH)
def search(request: StaffRequest) -> HttpResponse:
    """GET shows the newest children one may know of, POST the ones found. The text is not kept or logged."""
    form = SearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = people.find(request.actor, form.cleaned_data["text"], request.now)
        request.audit.reading("child.search", subject=("search", "text"), detail={"found": len(found)})
    recent = people.recent(request.actor, request.now) if found is None else []
    context = {
        "form": form,
        "found": found,
        "recent": recent,
        "named": any(person.names for person in found or recent),
        "may_start": Permission.CHILD_CREATE in request.actor.permissions,
        "may_break_glass": Permission.BREAK_GLASS in request.actor.permissions,
    }
    return render(request, "desk/search.html", context)
