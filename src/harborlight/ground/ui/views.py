"""The gallery of components, the remembered look, and "still here" for the idle cover."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from harborlight.ground.access.api import Permission
from harborlight.ground.access.web import StaffRequest, public_page, requires
from harborlight.ground.ui.gallery import examples
from harborlight.ground.ui.look import LOOKS, remember


@require_GET
@requires(Permission.GALLERY_SEE)
def gallery(request: StaffRequest) -> HttpResponse:
    """Every component in every state, on invented data."""
    return render(request, "ui/gallery.html", examples(request))


@require_POST
@public_page("Remembers light or dark on this device, before sign-in too; reads and writes no record.")
def look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look and go back to where one was."""
    chosen = request.POST.get("look", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in LOOKS:
        remember(response, chosen, secure=request.is_secure())
    return response


@requires(Permission.INBOX_SEE)
def stay(request: StaffRequest) -> HttpResponse:
    """Say who is signed in, so that the idle cover can tell whether to open, and hand out a fresh CSRF token.

    Any request keeps the session awake; this one does it without opening a record. The token changes at
    sign-in, and a form typed before it must still be accepted after it.
    """
    return JsonResponse({"member": request.actor.member_id, "token": get_token(request)})
