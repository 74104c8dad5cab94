"""The pages of a signed-in person: what waits for them, their notices, profile and mails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.generic import FormView, ListView, View

from community import notices, panels
from community.enums import Affiliation, NoticeKind
from community.errors import RuleBroken
from community.forms_own import MailChoiceForm, OwnInstansiForm, ProfileForm
from community.language import is_chosen, keep_chosen, speak
from community.models import MailMute, Notice, Profile, User
from community.notice_mail import BY_MAIL, read_stop_token
from community.prepared import prepared
from community.services import affiliation, profiles
from community.views.pages import TolerantPages

ON_OVERVIEW = 5
PER_PAGE = 30


@login_required
@require_safe
def overview(request):
    """What waits for the reader, and their own things as the apps above show them."""
    newest = _newest_for(request.user.pk)
    profile = _profile_and_instansi(request, newest)
    return render(
        request,
        "community/own_page.html",
        {
            "profile": profile,
            "notices": _with_told(newest[:ON_OVERVIEW], request.user),
            "has_more": len(newest) > ON_OVERVIEW,
            "panels": panels.shown("saya", request.user, request.user),
        },
    )


@prepared
def _newest_for(person: int):
    unread = notices.detailed(Notice.objects.filter(recipient=person)).unread().newest_first()
    return unread.select_related("recipient__instansi", "recipient__profile")[: ON_OVERVIEW + 1]


def _profile_and_instansi(request, newest: list[Notice]) -> Profile | None:
    """The reader's profile, and the agency that the page names; a query only where no notice has brought them along."""
    if newest:
        person = newest[0].recipient
    else:
        person = User.objects.select_related("instansi", "profile").get(pk=request.user.pk)
    request.user.instansi = person.instansi
    return getattr(person, "profile", None)


def _with_told(rows: list[Notice], reader) -> list[tuple[Notice, notices.Told]]:
    said = notices.told(rows, reader)
    return [(row, said[row.pk]) for row in rows if row.pk in said]


class NoticeListView(LoginRequiredMixin, TolerantPages, ListView):
    """The inbox: everything the person was told, the newest first."""

    template_name = "community/notice_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self):
        return notices.detailed(Notice.objects.filter(recipient=self.request.user)).newest_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "notices": _with_told(list(context["object_list"]), self.request.user)}


@login_required
@require_GET  # a HEAD request reads nothing
def notice_open(request, pk):
    """Lead to what a notice of one's own tells of, and mark it as read; 404 where that is gone or closed by now."""
    notice = get_object_or_404(notices.detailed(Notice.objects.filter(recipient=request.user)), pk=pk)
    said = notices.told([notice], request.user).get(notice.pk)
    if said is None:
        raise Http404
    profiles.mark_notices_read(actor=request.user, notice_ids=[notice.pk])
    return redirect(said.url)


@login_required
@require_POST
def notices_read(request):
    """Mark everything in the inbox as read."""
    profiles.mark_notices_read(actor=request.user)
    messages.success(request, _("Semua pemberitahuan ditandai sudah dibaca."))
    return redirect("notice_list")


class ProfileView(LoginRequiredMixin, FormView):
    template_name = "community/profile_edit.html"
    form_class = ProfileForm

    def get_form_kwargs(self):
        profile = Profile.objects.filter(person=self.request.user).first() or Profile(person=self.request.user)
        return {**super().get_form_kwargs(), "instance": profile}

    def form_valid(self, form):
        try:
            profiles.save_profile(actor=self.request.user, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.form_invalid(form)
        messages.success(self.request, _("Profil Anda disimpan."))
        return redirect("own_page")


class InstansiView(LoginRequiredMixin, FormView):
    """Which instansi the person belongs to, what the portal knows of it, and a form to name another or none."""

    template_name = "community/instansi_edit.html"
    form_class = OwnInstansiForm

    def get_initial(self):
        instansi = self.request.user.instansi
        return {"instansi": instansi.name if instansi else ""}

    def get_context_data(self, **kwargs):
        person = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "proved": affiliation.instansi_of_email(person.email),
            "writes_for_it": person.contributorships.filter(instansi=person.instansi_id).exists(),
        }

    def form_valid(self, form):
        before = self.request.user.instansi_id
        try:
            person = affiliation.change_instansi(
                self.request.user, actor=self.request.user, instansi=form.cleaned_data["instansi"]
            )
        except RuleBroken as broken:
            form.add_error("instansi", str(broken))
            return self.form_invalid(form)
        messages.success(self.request, _what_became(person, is_changed=person.instansi_id != before))
        return redirect("own_page")


def _what_became(person: User, *, is_changed: bool) -> str:
    if not is_changed:
        return _("Instansi Anda tidak berubah.")
    if person.instansi_id is None:
        return _("Instansi Anda dikosongkan.")
    if person.affiliation == Affiliation.VERIFIED:
        return _("Instansi Anda disimpan dan langsung terverifikasi oleh domain surel Anda.")
    return _("Instansi Anda disimpan. Penyelenggara akan mengonfirmasinya.")


class MailChoiceView(LoginRequiredMixin, FormView):
    """Which notices the person also wants by mail, and the language of mails and pages.

    A browser may speak another language than its person's, chosen by whoever sat there before: saving the rest of the
    form changes neither.
    """

    template_name = "community/mail_edit.html"
    form_class = MailChoiceForm

    def get_initial(self):
        muted = set(MailMute.objects.filter(person=self.request.user).values_list("kind", flat=True))
        kinds = [kind.value for kind in BY_MAIL if kind not in muted]
        return {"kinds": kinds, "language": self.request.user.language}

    def form_valid(self, form):
        language = form.cleaned_data["language"]
        profiles.choose_mail(actor=self.request.user, kinds=form.cleaned_data["kinds"], language=language)
        response = redirect("mail_edit")
        if "language" in form.changed_data:
            speak(self.request, language)
            keep_chosen(self.request, response, language)
        messages.success(self.request, _("Pilihan surel Anda disimpan."))
        return response


@method_decorator(csrf_exempt, name="dispatch")  # a mail program posts here without having seen the page (RFC 8058)
class MailStopView(View):
    """Ends mail of one kind for whoever holds a mail of that kind; signing in is not needed.

    Its page is in the language of the mail where the browser has none of its own.
    """

    def dispatch(self, request, *args, token: str, **kwargs):
        try:
            self.person_id, self.kind = read_stop_token(token)
        except (signing.BadSignature, ValueError) as error:
            raise Http404 from error
        if self.kind not in NoticeKind.values:
            raise Http404
        person = None if is_chosen(request) else User.objects.filter(pk=self.person_id).first()
        if person:
            speak(request, person.language)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self._page(is_stopped=False)

    def post(self, request):
        profiles.stop_mail(person_id=self.person_id, kind=self.kind)
        return self._page(is_stopped=True)

    def _page(self, *, is_stopped: bool) -> HttpResponse:
        context = {"kind": NoticeKind(self.kind).label, "is_stopped": is_stopped}
        return render(self.request, "community/mail_stop.html", context)
