"""Members for members: a directory, and a page for each."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from community import panels
from community.links import filtered_url
from community.models import Aspect, Instansi, PortalSettings, User
from community.permissions import can_read_members
from community.views.pages import TolerantPages

PER_PAGE = 30
LONGEST_NAME = 100
LONGEST_CODE = Instansi._meta.get_field("code").max_length


class MemberListView(LoginRequiredMixin, TolerantPages, ListView):
    """The directory of members, found by name, by the aspect they say they know, and by their agency."""

    template_name = "community/member_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self):
        if not can_read_members(self.request.user):
            raise Http404
        people = User.objects.listed().select_related("instansi", "profile").order_by(Lower("name"), "pk")
        self.name = " ".join(self.request.GET.get("nama", "").split())[:LONGEST_NAME]
        for word in self.name.split()[:5]:
            people = people.filter(name__icontains=word)
        self.aspects = list(
            Aspect.objects.filter(framework=PortalSettings.load().active_framework_id).order_by("number")
        )
        self.aspect = next((each for each in self.aspects if each.code == self.request.GET.get("aspek")), None)
        if self.aspect:
            people = people.filter(profile__expertise=self.aspect, profile__is_expertise_shown=True)
        self.code = " ".join(self.request.GET.get("instansi", "").split())[:LONGEST_CODE]
        return people.filter(instansi__code=self.code) if self.code else people

    def get_context_data(self, **kwargs):
        chosen = {"name": self.name, "aspect": self.aspect, "aspects": self.aspects, "code": self.code}
        if self.code:
            found = Instansi.objects.filter(code=self.code).first()
            rest = {"nama": self.name, "aspek": self.aspect and self.aspect.code}
            chosen |= {"instansi": found or self.code, "all_url": filtered_url(reverse("member_list"), **rest)}
        return {**super().get_context_data(**kwargs), **chosen}


@login_required
@require_safe
def member_detail(request, pk: int):
    """A member as other members see them; one's own page also while the affiliation is not confirmed."""
    if pk != request.user.pk and not can_read_members(request.user):
        raise Http404
    people = User.objects.active() if pk == request.user.pk else User.objects.verified()
    member = get_object_or_404(people.select_related("instansi", "profile"), pk=pk)
    profile = getattr(member, "profile", None)
    return render(
        request,
        "community/member_detail.html",
        {
            "member": member,
            "profile": profile,
            "expertise": list(profile.expertise.order_by("number")) if profile and profile.is_expertise_shown else [],
            "panels": panels.shown("person", member, request.user),
        },
    )
