"""The notulen of a room: several writers, none of whose texts is lost."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.models import Instansi, User
from events import news
from events.enums import BlockKind, FollowUpState, NotulenState
from events.errors import NotulenEmpty, NotulenFinal, NotulenHasClashes, TooManyBlocks
from events.limits import MAX_BLOCKS
from events.models import EventPage, Notulen, NotulenBlock, Room
from events.permissions import can_reopen_notulen, can_write_notulen
from events.signals import event_changed

CONTENT = ("kind", "text", "said_by", "owner_id", "due_on", "state")


@dataclass(frozen=True)
class Entry:
    """One entry as its writer wants it.

    `pk` and `seen` (the `digest` of what the writer started from) are those of the entry that the form showed, or
    None for a new one. `is_dropped` asks to delete it.
    """

    text: str
    kind: str = BlockKind.POINT
    said_by: str = ""
    owner: Instansi | None = None
    due_on: date | None = None
    state: str = FollowUpState.OPEN
    position: int = 0
    pk: int | None = None
    seen: str = ""
    is_dropped: bool = False

    def content(self) -> dict:
        is_follow_up = self.kind == BlockKind.FOLLOW_UP
        return {
            "kind": self.kind,
            "text": self.text.replace("\r\n", "\n").strip(),
            "said_by": " ".join(self.said_by.split()),
            "owner_id": self.owner.pk if is_follow_up and self.owner else None,
            "due_on": self.due_on if is_follow_up else None,
            "state": self.state if is_follow_up else FollowUpState.OPEN,
        }


@dataclass(frozen=True)
class Saved:
    """What a save did: the notulen, whether anything changed, and what clashes with another writer's.

    Those are entries, and the note of the source, of which the other's stays.
    """

    notulen: Notulen
    is_changed: bool
    clashes: list[NotulenBlock]
    is_note_refused: bool = False


def digest(content: dict) -> str:
    """A short fingerprint of what an entry says, by which a save knows whether its writer changed it."""
    said = "\x1f".join(str(content[name] if content[name] is not None else "") for name in CONTENT)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:20]


def content_of(block: NotulenBlock) -> dict:
    return {name: getattr(block, name) for name in CONTENT}


@transaction.atomic
def save_notulen(
    room: Room, *, actor: User, entries: list[Entry], source_note: str | None = None, seen_note: str = ""
) -> Saved:
    """Write the entries of a room; locks the notulen's row. The same form sent twice adds nothing.

    An entry that its writer left alone keeps what another wrote meanwhile. One that both changed is kept twice: the
    other's in its place, the writer's beside it as a clash, until somebody deletes one of both. A `source_note` that
    differs from the `seen_note` its writer started from is written, unless another changed it meanwhile.
    `PermissionDenied`, `NotulenFinal`, `TooManyBlocks`.
    """
    notulen = _locked(room)
    if not can_write_notulen(actor, room):
        raise PermissionDenied
    if notulen.is_final:
        raise NotulenFinal
    blocks = {block.pk: block for block in notulen.blocks.all()}
    if len(blocks) + sum(1 for entry in entries if entry.pk is None and entry.text.strip()) > MAX_BLOCKS:
        raise TooManyBlocks
    author = actor if actor.pk else None
    outcomes = [_write(notulen, blocks, entry, author) for entry in entries]
    clashes = [outcome for outcome in outcomes if isinstance(outcome, NotulenBlock)]
    is_changed = bool(clashes) or True in outcomes
    note = seen_note.strip() if source_note is None else source_note.strip()
    is_note_wanted = note not in (seen_note.strip(), notulen.source_note)
    is_note_refused = is_note_wanted and notulen.source_note != seen_note.strip()
    if is_note_wanted and not is_note_refused:
        notulen.source_note, is_changed = note, True
    if is_changed:
        notulen.version += 1
        notulen.changed_at = timezone.now()
        notulen.save(update_fields=["version", "changed_at", "source_note"])
    return Saved(notulen, is_changed, clashes, is_note_refused)


@transaction.atomic
def finalise_notulen(room: Room, *, actor: User) -> Notulen:
    """Show the notulen to the readers of its event, and let it be found; locks its row.

    `PermissionDenied`, `NotulenFinal`, `NotulenEmpty`, `NotulenHasClashes`.
    """
    notulen = _locked(room)
    if not can_write_notulen(actor, room):
        raise PermissionDenied
    if notulen.is_final:
        raise NotulenFinal
    if not notulen.blocks.exists():
        raise NotulenEmpty
    if notulen.blocks.filter(clash_of__isnull=False).exists():
        raise NotulenHasClashes
    return _set_state(notulen, room, NotulenState.FINAL, actor, "events.finalise_notulen")


@transaction.atomic
def reopen_notulen(room: Room, *, actor: User) -> Notulen:
    """Take a final notulen out of readers' sight and back into work; locks its row. `PermissionDenied`."""
    notulen = _locked(room)
    if not can_reopen_notulen(actor):
        raise PermissionDenied
    if not notulen.is_final:
        return notulen
    return _set_state(notulen, room, NotulenState.DRAFT, actor, "events.reopen_notulen")


def _locked(room: Room) -> Notulen:
    """The room's notulen, locked; made when it is missing."""
    event_id = room.slot.page_id
    Notulen.objects.get_or_create(room_id=room.pk, defaults={"event_id": event_id})
    return Notulen.objects.select_for_update().get(room_id=room.pk)


def _write(notulen: Notulen, blocks: dict[int, NotulenBlock], entry: Entry, author) -> bool | NotulenBlock:
    """Write one entry beside `blocks`, those of before; whether anything changed, or the entry that clashes."""
    content, block = entry.content(), blocks.get(entry.pk)
    is_touched = entry.pk is None or entry.is_dropped or digest(content) != entry.seen
    same = next((each for each in blocks.values() if content_of(each) == content), None)
    if block is None:  # a new entry, or one that another deleted while this writer changed it
        if entry.is_dropped or not content["text"] or not is_touched or same:
            return False
        _add(notulen, content, entry.position, author)
        return True
    is_stale = digest(content_of(block)) != entry.seen
    if is_touched and is_stale and (entry.is_dropped or content != content_of(block)):
        return same or _clash(notulen, block, entry, content, author)
    if entry.is_dropped or (is_touched and not content["text"]):
        block.delete()
        del blocks[entry.pk]
        return True
    return _change(block, content if is_touched else content_of(block), entry.position, author)


def _clash(notulen: Notulen, block: NotulenBlock, entry: Entry, content: dict, author) -> NotulenBlock:
    """Keep the writer's text beside the other's; a wish to delete what another changed leaves the other's alone."""
    if entry.is_dropped or not content["text"]:
        return block
    return _add(notulen, content, block.position, author, clash_of=block)


def _change(block: NotulenBlock, content: dict, position: int, author) -> bool:
    before = content_of(block)
    if before == content and block.position == position:
        return False
    if before != content:
        block.version += 1
        block.author = author
    for name, value in content.items():
        setattr(block, name, value)
    block.position = position
    block.save()
    return True


def _add(notulen: Notulen, content: dict, position: int, author, clash_of=None) -> NotulenBlock:
    return NotulenBlock.objects.create(notulen=notulen, position=position, author=author, clash_of=clash_of, **content)


def _set_state(notulen: Notulen, room: Room, state: NotulenState, actor: User, action: str) -> Notulen:
    notulen.state = state
    notulen.finalised_at = timezone.now() if state == NotulenState.FINAL else None
    notulen.version += 1
    notulen.save(update_fields=["state", "finalised_at", "version"])
    event = EventPage.objects.get(pk=notulen.event_id)
    log(event, action, user=actor if actor.pk else None, data={"room": str(room)})
    event_changed.send(EventPage, event_id=event.pk)
    if state == NotulenState.FINAL:
        news.queue_notulen(room, event.pk, actor)
    return notulen
