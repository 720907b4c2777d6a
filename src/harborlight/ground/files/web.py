"""Pages of files that other modules put under an address of their own, below the record they belong to.

    @requires(Permission.FILE_ADD)
    def add_file(request, child_id):
        return add_form(request, Ref("child", str(child_id)), back=reverse("desk:child", args=[child_id]))
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from harborlight.ground.access.api import Permission, Ref
from harborlight.ground.access.web import StaffRequest
from harborlight.ground.files import api
from harborlight.ground.files.core.answers import Answer
from harborlight.ground.files.forms import QuestionForm, UploadForm


def add_form(request: StaffRequest, ref: Ref, *, back: str) -> HttpResponse:
    """Ask the question, then for the file; keep it and go ``back``. All but a plain no ends at the instructions."""
    api.may_add(request.actor, ref)
    question = QuestionForm(request.POST if request.method == "POST" else None)
    if not question.is_valid():
        return render(request, "files/question.html", {"form": question, "back": back})
    if question.answer is not Answer.NO:
        api.refuse_suspected(request.actor, ref, answer=question.answer, audit=request.audit)
        return redirect("files:suspected")
    if "file" not in request.FILES and "step" not in request.POST:
        form = UploadForm(initial={"could_show_abuse": Answer.NO}, limit=settings.FILE_LIMIT)
    else:
        form = UploadForm(request.POST, request.FILES, limit=settings.FILE_LIMIT)
        if form.is_valid() and _added(request, ref, form):
            return redirect(back)
    return render(request, "files/add.html", {"form": form, "back": back})


def files_page(request: StaffRequest, ref: Ref, *, add_url: str, back: tuple[str, str] = ("", "")) -> HttpResponse:
    """The files of a record. ``back`` is label and address of the page above. Reading the list is an event."""
    may_add = Permission.FILE_ADD in request.actor.permissions
    found = api.files_of(request.actor, ref)
    request.audit.reading("file.list", subject=(ref.kind, ref.id), detail={"files": len(found)})
    context = {
        "files": found, "add_url": add_url if may_add else "", "back": back,
        "may_erase": Permission.CHILD_ERASE in request.actor.permissions,
    }
    return render(request, "files/list.html", context)


def _added(request: StaffRequest, ref: Ref, form: UploadForm) -> bool:
    sent = form.sent
    size = sent.size or 0
    upload = api.Upload(
        name=sent.name or "", content=sent.read() if size <= settings.FILE_LIMIT else b"", size=size,
        could_show_abuse=Answer.NO,
    )
    try:
        api.add_file(request.actor, ref, upload=upload, audit=request.audit)
    except api.NotTaken as refused:
        form.add_error("file", str(refused))
        return False
    messages.success(request, "The file is kept. Harborlight keeps a cleaned copy; keep the original as evidence.")
    return True
