"""What stewards do: the queue of posts that wait, and acts on posts and topics, each with its reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import TemplateView

from community.errors import RuleBroken
from forums import managing, services
from forums.forms import MoveForm, PostActForm, ReasonForm
from forums.links import topic_url
from forums.permissions import can_moderate, can_moderate_anything
from forums.views.lookups import post_for, topic_for


@method_decorator(login_required, name="dispatch")
class QueueView(TemplateView):
    """`/forum/periksa/`: posts that wait for this steward, the longest waiting first."""

    template_name = "forums/post_queue.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        if not can_moderate_anything(self.request.user):
            raise Http404
        return {**super().get_context_data(**kwargs), **managing.queue_context(self.request.user)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_manage(request, pk):
    """Release, hide or show again one post; 404 for who does not look after its room."""
    post = post_for(request.user, pk)
    if not can_moderate(request.user, post.topic.room):
        raise Http404
    form = PostActForm(request.POST or None)
    if request.method == "POST" and acted(request, form, managing.POST_ACTS, post):
        is_from_queue = request.POST.get("next") == "queue"
        return redirect(
            "forums:post_queue" if is_from_queue else "forums:post_detail", *([] if is_from_queue else [pk])
        )
    context = {
        **managing.post_context(post, request.user),
        "form": form,
        "next": "queue" if "queue" in (request.GET.get("next"), request.POST.get("next")) else "",
    }
    return render(request, "forums/post_manage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic_manage(request, pk):
    """Lock, unlock, pin or unpin a topic; 404 for who does not look after its room."""
    topic = topic_for(request.user, pk)
    if not can_moderate(request.user, topic.room):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and acted(request, form, managing.TOPIC_ACTS, topic):
        return redirect(topic_url(topic))
    rooms = managing.rooms_for(topic, request.user)
    context = {**managing.topic_context(topic), "form": form, "move_form": MoveForm(rooms=rooms, prefix="move")}
    return render(request, "forums/topic_manage.html", context)


@require_POST
@login_required
def topic_move(request, pk):
    """Put a topic into another room that the steward looks after."""
    topic = topic_for(request.user, pk)
    if not can_moderate(request.user, topic.room):
        raise Http404
    form = MoveForm(request.POST, rooms=managing.rooms_for(topic, request.user), prefix="move")
    if form.is_valid():
        try:
            target = form.rooms[form.cleaned_data["room"]]
            moved = services.move_topic(topic, room=target, actor=request.user, reason=form.cleaned_data["reason"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Topik dipindahkan."))
            return redirect(topic_url(moved))
    context = {**managing.topic_context(topic), "form": ReasonForm(), "move_form": form}
    return render(request, "forums/topic_manage.html", context)


def acted(request, form: ReasonForm, acts: dict, subject) -> bool:
    """Whether the pressed button's act was done; what the service refused stands in the form."""
    act = acts.get(request.POST.get("action", ""))
    if act is None:
        raise BadRequest("no such act")
    if not form.is_valid():
        return False
    read = {"version": form.cleaned_data["version"]} if act.is_of_text else {}
    try:
        act.run(subject, actor=request.user, reason=form.cleaned_data["reason"], **read)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, act.done)
    return True
