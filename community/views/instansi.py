"""Agencies: a directory by kind, and a page for each with what it shares and what it uses."""

from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from community import panels
from community.enums import InstansiKind
from community.models import Instansi, User
from community.permissions import can_read_members
from community.views.pages import TolerantPages

PER_PAGE = 60
LONGEST_NAME = 100


class InstansiListView(TolerantPages, ListView):
    """Agencies that exist today, by kind and by words of their name."""

    template_name = "community/instansi_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self):
        found = Instansi.objects.current(timezone.localdate()).select_related("province").order_by(Lower("name"), "pk")
        self.name = " ".join(self.request.GET.get("nama", "").split())[:LONGEST_NAME]
        for word in self.name.split()[:5]:
            found = found.filter(name__icontains=word)
        kind = self.request.GET.get("instansi", "")
        self.kind = InstansiKind(kind) if kind in InstansiKind.values else None
        return found.filter(kind=self.kind) if self.kind else found

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "name": self.name, "kind": self.kind, "kinds": InstansiKind}


@require_safe
def instansi_detail(request, code: str):
    """An agency with its facts, how many members it has, and what the apps above know of it."""
    instansi = get_object_or_404(Instansi.objects.select_related("province", "parent"), code=code)
    return render(
        request,
        "community/instansi_detail.html",
        {
            "instansi": instansi,
            "is_gone": bool(instansi.active_to and instansi.active_to < timezone.localdate()),
            "member_count": User.objects.listed().filter(instansi=instansi).count(),
            "can_read_members": can_read_members(request.user),
            "panels": panels.shown("instansi", instansi, request.user),
        },
    )
