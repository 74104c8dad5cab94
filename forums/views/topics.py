"""Reading and opening topics."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import TemplateView

from community import link_preview
from community.enums import Audience, Scope
from community.errors import RuleBroken
from community.link_preview import Picture
from community.services.drafts import draft_of
from forums import asking, composing, lists, notifications, services, thread
from forums.composing import Composer
from forums.forms import PostForm, TopicForm
from forums.limits import MOST_SUBASPECTS
from forums.links import room_url, topic_url
from forums.models import Topic
from forums.permissions import is_held_at_first, kinds_open_to
from forums.places import reply_place, topic_place
from forums.quoting import quoted
from forums.views.lookups import room_for, topic_for


class TopicView(TemplateView):
    """`/forum/<room>/<id>-<slug>/`: one page of a topic; old titles and rooms lead to its address of today."""

    template_name = "forums/topic_detail.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request, room, pk, slug):
        topic = topic_for(request.user, pk)
        if (room, slug) != (topic.room.slug, topic.slug):
            number = thread.page_number(topic, request.GET.get("hal", ""))
            return HttpResponsePermanentRedirect(thread.page_url(topic, number))
        return answer_of(request, topic, reply_composer(request, topic))


@require_safe
def topic_preview(request, pk):
    """The picture that messengers show with a link to the topic; 404 for what not every reader of its room sees."""
    topic = get_object_or_404(Topic.objects.open_to(request.user).select_related("room"), pk=pk)
    picture = Picture.of(topic.slug, topic.title, topic.room.title, topic.room.scope)
    return link_preview.answer(request, picture, is_public=topic.room.audience == Audience.PUBLIC)


def reply_composer(request, topic: Topic) -> Composer | None:
    """The form below a topic: a draft, or the quote that `?kutip=` asks for; None for a visitor."""
    user = request.user
    if not user.is_authenticated:
        return None
    draft = draft_of(user, reply_place(topic)) if topic.has_draft else None
    quote = quoted(topic, request.GET.get("kutip", ""), user)
    if quote and draft:
        draft.fields["body"] = f"{draft.fields.get('body', '').rstrip()}\n\n{quote}".lstrip()
    return composing.opened(PostForm, person=user, draft=draft, body=quote)


def answer_of(request, topic: Topic, composer: Composer | None):
    """The topic's page with the reply form; remembers what a member has read by it."""
    number = thread.page_number(topic, request.GET.get("hal", ""))
    context = thread.topic_context(topic, number, request.user)
    _remember(topic, request.user, context["thread"])
    if composer is None:
        return render(request, TopicView.template_name, context)
    return composer.answer(request, TopicView.template_name, context)


def _remember(topic: Topic, user, shown: thread.Thread) -> None:
    """What a member has read by a page; nothing is written where that is known."""
    if not (user.is_authenticated and topic.is_shown):
        return
    number = shown.last_shown
    is_told = topic.told_from is not None and topic.told_from <= number
    is_news = is_told or number > (topic.read_number or 0)
    told_posts = shown.telling if is_news else notifications.unread_of(shown.telling, person=user.pk)
    if is_news or told_posts:
        services.mark_topic_read(topic, actor=user, number=number, is_told=is_told, told_posts=told_posts)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_create(request, pk):
    """Answer in a topic; opened by an address alone, it leads to the form."""
    topic = topic_for(request.user, pk)
    if request.method != "POST":
        return redirect(f"{thread.page_url(topic, 1)}#balas")
    composer = composing.sent(request, PostForm, place=reply_place(topic), room=topic.room)
    if composer.is_sent:
        try:
            post = services.reply(topic, actor=request.user, source=composer.form.cleaned_data["body"])
        except RuleBroken as refusal:
            composer.refuse(refusal)
        else:
            if not post.is_shown:
                messages.info(request, held_message())
            return redirect("forums:post_detail", post.pk)
    return answer_of(request, topic, composer)


def held_message() -> str:
    return _(
        "Tulisan Anda menunggu pemeriksaan penatalayan. Sampai ditampilkan, hanya Anda dan penatalayan melihatnya."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic_create(request, room):
    """Open a topic in a room."""
    found = room_for(request.user, room)
    kinds = kinds_open_to(request.user, found)
    if not kinds:
        raise Http404
    make = partial(TopicForm, kinds=kinds)
    place = topic_place(found)
    if request.method == "POST":
        composer = composing.sent(request, make, place=place, room=found)
    else:
        composer = topic_composer(request, make, kinds, draft_of(request.user, place))
    if composer.is_sent:
        typed = composer.form.cleaned_data
        try:
            topic = services.open_topic(
                found,
                actor=request.user,
                kind=typed["kind"],
                title=typed["title"],
                source=typed["body"],
                about=composer.form.about,
                read_before=asking.read_before(composer.read, request.user),
            )
        except RuleBroken as refusal:
            composer.refuse(refusal)
        else:
            if not topic.is_shown:
                messages.info(request, held_message())
            return redirect(topic_url(topic))
    context = {
        "room": found,
        "scope": Scope(found.scope),
        "room_url": room_url(found.slug),
        "action": request.path,
        "is_held": is_held_at_first(request.user, found),
        **asking.similar_context(str(composer.form["title"].value() or ""), request.user),
    }
    return composer.answer(request, "forums/topic_create.html", context)


def topic_composer(request, make, kinds, draft) -> Composer:
    """The form of a new topic as its address fills it in; a draft keeps its words."""
    wanted = request.GET.get("jenis", "")
    about = asking.about(request)
    if draft and about:
        draft.fields["body"] = asking.with_address(draft.fields.get("body", ""), about)
    return composing.opened(
        make,
        person=request.user,
        draft=draft,
        kind=wanted if wanted in kinds else kinds[0],
        title=request.GET.get("judul", "")[:200],
        body=asking.with_address("", about),
        **{name: request.GET.getlist(name)[:MOST_SUBASPECTS] for name in composing.LISTS},
    )


class AskView(TemplateView):
    """`/forum/tanya/`: the purpose first, then the rooms that suit it."""

    template_name = "forums/topic_ask.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **asking.ask_context(self.request)}


class UnansweredView(TemplateView):
    """`/forum/belum-terjawab/`: questions of all rooms that wait for an accepted answer, the newest first."""

    template_name = "forums/topic_unanswered.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **lists.unanswered_context(self.request)}


class RoomsView(TemplateView):
    """`/forum/ruang/`: every room under its scope."""

    template_name = "forums/room_list.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **lists.rooms_context(self.request)}


@require_safe
def topic_similar(request):
    """What others wrote with these words, for the form that is asking them."""
    words = request.GET.get("judul") or request.GET.get("title", "")
    context = asking.similar_context(words, request.user)
    is_writing = "title" in request.GET
    return render(
        request, "forums/_similar.html", {**context, "boxes": is_writing, "read": request.GET.getlist("dibaca")}
    )


@require_POST
@login_required
def room_read(request, room):
    """Take everything in a room as read."""
    found = room_for(request.user, room)
    services.mark_room_read(found, actor=request.user)
    return redirect(room_url(found.slug))
