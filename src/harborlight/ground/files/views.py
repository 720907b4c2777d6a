"""Files of a record, adding one, opening one, erasing one, and what to do when a file must not be taken."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from harborlight.ground.access.api import Permission, Ref, check_visible
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.files import api, web
from harborlight.ground.files.core.answers import CONTACTS

# A file is somebody else's work. Should a browser show it in spite of "attachment", nothing in it may run, load or
# reach our pages.
SANDBOX = "sandbox; default-src 'none'"


@require_GET
@requires(Permission.FILE_SEE)
def files(request: StaffRequest, kind: str, record: UUID) -> HttpResponse:
    """The files of one record."""
    ref = Ref(kind, str(record))
    check_visible(request.actor, ref)
    return web.files_page(request, ref, add_url=reverse("files:add", args=[kind, record]))


@require_http_methods(["GET", "POST"])
@requires(Permission.FILE_ADD)
def add(request: StaffRequest, kind: str, record: UUID) -> HttpResponse:
    """Add a file to one record."""
    return web.add_form(request, Ref(kind, str(record)), back=reverse("files:of", args=[kind, record]))


@require_GET
@requires(Permission.FILE_SEE)
def open_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Download a file. Its name says nothing; the page one was on says what it is."""
    try:
        opened = api.open_file(request.actor, str(file_id), audit=request.audit)
    except api.ContentMissing as gone:
        return render(request, "files/missing.html", {"sentence": str(gone)}, status=503)
    charset = "; charset=utf-8" if opened.kind.startswith("text/") else ""
    return HttpResponse(opened.content, headers={
        "Content-Type": opened.kind + charset,
        "Content-Disposition": f'attachment; filename="{opened.download_name}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    })


@require_http_methods(["GET", "POST"])
@requires(Permission.CHILD_ERASE)
def erase(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Say what is erased, then erase it."""
    view = api.file(request.actor, str(file_id), Permission.CHILD_ERASE)
    back = reverse("files:of", args=[view.ref.kind, view.ref.id])
    if request.method == "POST":
        api.erase_file(request.actor, str(file_id), audit=request.audit)
        messages.success(request, "The file is erased. That there was one stays in the audit.")
        return redirect(back)
    return render(request, "files/erase.html", {"file": view, "back": back})


@require_GET
@requires(Permission.FILE_ADD)
def suspected(request: StaffRequest) -> HttpResponse:
    """What to do with a file that may show the sexual abuse of a child."""
    return render(request, "files/suspected.html", {"contacts": CONTACTS})
