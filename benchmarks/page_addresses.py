"""The portal's addresses, and a view that does nothing to compare with."""

from django.http import HttpResponse
from django.urls import include, path


def bare(request, size: int):
    """As much text as a page has, made by nothing."""
    return HttpResponse("x" * size)


# Below an address that the page cache leaves alone.
urlpatterns = [path("api/bare/<int:size>/", bare), path("", include("cop_portal.urls"))]
