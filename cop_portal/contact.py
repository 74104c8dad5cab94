"""The form of the contact page."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.errors import RuleBroken, TooOften
from community.forms_contact import ContactForm
from community.services.contact import send_message
from community.views.sending import DAY, HOUR, count_sending
from cop_portal.models import ContactPage

ADDRESS = "/kontak/"
LIMITS = {HOUR: 5, DAY: 15}


@require_http_methods(["GET", "HEAD", "POST"])
def contact_send(request):
    """Pass the message on and go back to the page; what was typed is kept when it cannot be sent."""
    page = ContactPage.objects.live().first()
    if page is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(ADDRESS)
    form, status = ContactForm(request.POST, sender=request.user), 200
    if form.is_valid():
        try:
            count_sending(request, "contact", LIMITS)
            send_message(actor=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
            status = 429 if isinstance(refusal, TooOften) else 200
        else:
            done = _("Pesan Anda kami teruskan kepada penyelenggara. Jawabannya dikirim ke %(email)s.")
            messages.success(request, done % {"email": form.cleaned_data["email"]})
            return HttpResponseRedirect(ADDRESS)
    return TemplateResponse(request, page.template, {**page.get_context(request), "form": form}, status=status)
