"""Writing a text: preview, draft, mentions and the warning of personal data, before it is sent; without JavaScript.

Every button of the form sends the whole form. What was typed comes back with every answer but the one that it was sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from community import markup
from community.errors import DraftTooLong, RuleBroken
from community.models import Draft, User
from community.personal_data import Caution
from community.services import drafts
from forums.errors import EditedMeanwhile, TooManyHeld, TooManyPosts
from forums.forms import PostForm
from forums.limits import MOST_READ
from forums.people import Found, nameable, names_in, people_found
from forums.people import found as as_found

SEND, PREVIEW, SAVE, DISCARD, FIND, SIMILAR = "send", "preview", "save", "discard", "find", "similar"
ENTER = "enter"  # the key, in a field of one line: it looks for a member, or sends
MENTION = "mention:"  # and the member's id
PARTIALS = {PREVIEW: "forums/_preview.html", SAVE: "forums/_draft_state.html", FIND: "forums/_people_found.html"}
TOO_OFTEN = (TooManyPosts, TooManyHeld)
KEPT = ("title", "body", "kind", "version")
LISTS = ("aspek", "sub", "masalah")  # of which a form may hold several; a draft keeps them in one line
MAX_DIGITS = 18
MOST_LISTED = 60


@dataclass
class Composer:
    """A text in the making. `is_sent` says that it may go to the service now; else `answer` shows it again."""

    form: PostForm
    person: User
    draft: Draft | None = None
    action: str = ""
    preview: SafeString | None = None
    caution: Caution = field(default_factory=Caution)
    searched: str = ""
    found: list[Found] | None = None
    draft_refusal: str = ""
    read: list[str] = field(default_factory=list)  # what was ticked as read before asking, as `practice:12`
    newer: object = None  # the post as somebody saved it meanwhile
    status: int = 200

    @property
    def is_sent(self) -> bool:
        return self.action == SEND and self.form.is_valid() and not self.caution.is_open

    def refuse(self, refusal: RuleBroken) -> None:
        """Show what the service refused; too many texts in a short time are answered with 429.

        Who edits a text that somebody changed meanwhile sees that text, and their next try is made over it.
        """
        if isinstance(refusal, EditedMeanwhile):
            self.newer = refusal.current
            data = self.form.data.copy()
            data["version"] = self.newer.version
            self.form = type(self.form)(data)
        self.form.is_valid()
        self.form.refuse(refusal)
        self.status = 429 if isinstance(refusal, TOO_OFTEN) else 200

    def answer(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        """The page with the text in it, or the part of it that a script asked for."""
        if self.action == DISCARD:
            return redirect(request.path)
        context = {**context, "composer": self, "form": self.form}
        if request.headers.get("HX-Request") and self.action in PARTIALS:
            return render(request, PARTIALS[self.action], context)
        return render(request, template, context, status=self.status)


def opened(make: Callable[..., PostForm], *, person: User, draft: Draft | None, **initial) -> Composer:
    """The composer of a page that was opened: with `initial` values, or with what was typed before."""
    kept = dict(draft.fields) if draft else {}
    for name in LISTS:
        if name in kept:
            kept[name] = kept[name].split()
    read = kept.pop("dibaca", "").split()
    return Composer(form=make(initial={**initial, **kept}), person=person, draft=draft, read=read)


def sent(request: HttpRequest, make: Callable[..., PostForm], *, place: str, room) -> Composer:
    """The composer of a form that was sent, after what its button asks for. `make` makes its form."""
    composer = Composer(form=make(request.POST), person=request.user, action=_action(request))
    composer.read = request.POST.getlist("dibaca")[:MOST_READ]
    typed = {name: request.POST[name] for name in KEPT if name in request.POST}
    lists = {name: request.POST.getlist(name)[:MOST_LISTED] for name in LISTS if name in request.POST}
    text = f"{typed.get('title', '')}\n{typed.get('body', '')}"
    composer.caution = Caution.about(text, request.POST.get("confirmed", ""))
    if composer.action == SEND:
        return composer
    composer.form = make(initial={**typed, **lists})
    if composer.action == DISCARD:
        drafts.discard_draft(actor=request.user, place=place)
    elif composer.action == FIND:
        composer.searched = request.POST.get("mention", "")
        composer.found = people_found(composer.searched, room, request.user)
    elif composer.action.startswith(MENTION):
        composer.form = make(initial={**typed, **lists, "body": _with_mention(typed.get("body", ""), composer, room)})
    else:
        _keep(composer, place, {**typed, **{name: " ".join(values) for name, values in lists.items()}})
    if composer.action == PREVIEW:
        body = typed.get("body", "")
        composer.preview = markup.render(body, names_in(body, room, request.user))
    return composer


def _action(request: HttpRequest) -> str:
    """What the pressed button asks for; a form without a known one is sent."""
    action = request.POST.get("action", SEND)
    if action == ENTER:
        return FIND if request.POST.get("mention", "").strip() else SEND
    is_mention = action.startswith(MENTION) and action[len(MENTION) :].isdecimal() and len(action) < MAX_DIGITS
    return action if is_mention or action in (PREVIEW, SAVE, DISCARD, FIND, SIMILAR) else SEND


def _keep(composer: Composer, place: str, typed: dict[str, str]) -> None:
    """Save the draft; what is too long to keep stays in the form alone."""
    if not (typed.get("title", "").strip() or typed.get("body", "").strip()):
        typed = {}
    elif composer.read:
        typed = {**typed, "dibaca": " ".join(composer.read)}
    try:
        composer.draft = drafts.save_draft(actor=composer.person, place=place, **typed)
    except DraftTooLong as refusal:
        composer.draft_refusal = str(refusal.message)


def _with_mention(body: str, composer: Composer, room) -> str:
    """`body` with the chosen member at its end; unchanged when nobody may be named by that id."""
    people = nameable(room, composer.person).select_related("instansi")
    person = people.filter(pk=int(composer.action[len(MENTION) :])).first()
    if person is None:
        return body
    gap = "" if not body or body[-1].isspace() else " "
    return f"{body}{gap}{as_found(person).text} "
