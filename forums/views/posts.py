"""Single posts: their lasting address, changes, votes and the answer that solved a question."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.enums import Scope
from community.errors import RuleBroken
from community.services.drafts import draft_of
from community.views.acts import is_on, told
from forums import composing, services
from forums.forms import EditForm, OpeningEditForm, ReasonForm
from forums.history import history_context, removal_context
from forums.links import post_url, room_url, topic_url
from forums.models import Topic
from forums.permissions import can_edit_post, can_read_history, can_remove_earlier_text
from forums.places import edit_place
from forums.views.lookups import post_for


@require_safe
def post_detail(request, pk):
    """The lasting address of a post leads to where it stands now."""
    post = post_for(request.user, pk)
    return redirect(post_url(post.topic, post.number))


@require_safe
def post_since(request, pk, number):
    """Where post `number` of a topic stands now, or the next that all readers see; the last where none follows."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("room", "last_post"), pk=pk)
    shown = topic.posts.shown().filter(number__gte=number).in_order()
    found = shown.values_list("number", flat=True).first() or (topic.last_post.number if topic.last_post else 1)
    return redirect(post_url(topic, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_edit(request, pk):
    """Change one's own post; 403 for a post that the reader sees but may not change."""
    post = post_for(request.user, pk)
    if not can_edit_post(request.user, post):
        raise PermissionDenied
    make = OpeningEditForm if post.is_opening else EditForm
    place = edit_place(post)
    if request.method == "POST":
        composer = composing.sent(request, make, place=place, room=post.topic.room)
    else:
        draft = draft_of(request.user, place)
        composer = composing.opened(make, person=request.user, draft=draft, **_as_it_stands(post))
    if composer.is_sent:
        typed = composer.form.cleaned_data
        try:
            changed = services.edit_post(
                post,
                actor=request.user,
                source=typed["body"],
                version=typed["version"],
                title=typed.get("title"),
                about=composer.form.about if post.is_opening else None,
            )
        except RuleBroken as refusal:
            composer.refuse(refusal)
        else:
            return redirect("forums:post_detail", changed.pk)
    context = {
        "post": post,
        "topic": post.topic,
        "scope": Scope(post.topic.room.scope),
        "room": post.topic.room,
        "room_url": room_url(post.topic.room.slug),
        "topic_url": topic_url(post.topic),
        "back_url": post_url(post.topic, post.number),
        "action": request.path,
    }
    return composer.answer(request, "forums/post_edit.html", context)


def _as_it_stands(post) -> dict:
    """What the form of a change begins with."""
    initial = {"body": post.source, "version": post.version}
    if post.is_opening:
        about = services.about_of(post.topic)
        initial |= {
            "title": post.topic.title,
            "aspek": about.whole,
            "sub": about.subaspects,
            "masalah": about.problems,
        }
    return initial


@require_safe
def post_history(request, pk):
    """The earlier texts of a post, each with what changed."""
    post = post_for(request.user, pk)
    if not can_read_history(request.user, post):
        raise PermissionDenied
    return render(
        request, "forums/post_history.html", history_context(post, request.GET.get("sebelum", ""), request.user)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def earlier_text_remove(request, pk, number):
    """Take an earlier text of a post out of its history; 403 for who may read the post and not do that."""
    post = post_for(request.user, pk)
    revision = get_object_or_404(post.revisions, number=number)
    if not can_remove_earlier_text(request.user, revision):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if revision.is_removed or (request.method == "POST" and removed(request, form, revision)):
        return redirect("forums:post_history", pk)
    context = {**removal_context(revision, request.user), "form": form}
    return render(request, "forums/earlier_text_remove.html", context)


def removed(request, form: ReasonForm, revision) -> bool:
    """Whether the text was taken out; what the service refused stands in the form."""
    if not form.is_valid():
        return False
    try:
        services.remove_earlier_text(revision, actor=request.user, reason=form.cleaned_data["reason"])
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Teks versi itu dihapus dari riwayat."))
    return True


@require_POST
@login_required
def post_vote(request, pk):
    """Find a post helpful (`on` = 1) or take that back (`on` = 0)."""
    post = post_for(request.user, pk)
    write = services.vote_helpful if is_on(request) else services.withdraw_helpful
    told(request, partial(write, post, actor=request.user))
    post.refresh_from_db(fields=["helpful_count"])
    if request.headers.get("HX-Request"):
        context = {"pk": post.pk, "count": post.helpful_count, "is_voted": is_on(request)}
        return render(request, "forums/_vote.html", context)
    return redirect(post_url(post.topic, post.number))


@require_POST
@login_required
def post_accept(request, pk):
    """Say that a post solved its question (`on` = 1), or take that back (`on` = 0)."""
    post = post_for(request.user, pk)
    write = partial(services.accept_answer, post) if is_on(request) else partial(services.withdraw_accepted, post.topic)
    done = _("Jawaban ini kini tampil paling atas.") if is_on(request) else _("Penerimaan jawaban ditarik.")
    told(request, partial(write, actor=request.user), done)
    post.topic.refresh_from_db(fields=["accepted_post"])
    is_on_top = post.topic.accepted_post_id == post.pk
    return redirect(f"{topic_url(post.topic)}#p{post.number}" if is_on_top else post_url(post.topic, post.number))
