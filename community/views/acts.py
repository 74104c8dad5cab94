"""Calling a service from a view without a form of its own: what came of it is told on the page that comes next."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect

from community.errors import RuleBroken


def is_on(request: HttpRequest) -> bool:
    """Which way a switch was turned; `BadRequest` for neither."""
    wanted = request.POST.get("on", "")
    if wanted not in ("0", "1"):
        raise BadRequest("on is 0 or 1")
    return wanted == "1"


def told(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """Whether `act()` was done; `done`, if any, or the reason why not becomes a message."""
    try:
        act()
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return False
    if done:
        messages.success(request, str(done))
    return True


def done_or_hidden(request: HttpRequest, act: Callable[[], object], *, done: str, back: str) -> HttpResponseRedirect:
    """Do `act()` and go to the address `back` with what came of it; 404 for who may not do it."""
    try:
        told(request, act, done)
    except PermissionDenied:
        raise Http404 from None
    return HttpResponseRedirect(back)
