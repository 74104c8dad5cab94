"""Search listens: every announcement of the apps below becomes true entries in the same transaction."""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from community.models import Aspect, Instansi, SubAspect, User
from community.reference_index import documents_of
from community.signals import documents_changed, instansi_changed, person_changed
from events.models import EventPage, Notulen, Room
from events.signals import event_changed
from forums.models import Post, RoomPage
from forums.signals import post_changed, room_changed, topic_changed, topic_moved, topic_shown, topic_sorted
from practices.models import PracticePage, Regulation
from practices.signals import practice_changed
from search import entries, wording
from search.enums import Kind
from search.models import PromotedResult, SynonymGroup

for signal in (post_save, post_delete):
    for model in (SynonymGroup, PromotedResult):
        signal.connect(wording.changed, sender=model, dispatch_uid=f"search_wording_{model.__name__}")


@receiver(practice_changed)
def practice_to_entry(sender, practice_id, **kwargs):
    entries.refresh(Kind.PRACTICE, practice_id)
    _refresh_documents(PracticePage, practice_id)


@receiver(event_changed)
def event_to_entry(sender, event_id, **kwargs):
    entries.refresh(Kind.EVENT, event_id)
    _refresh_documents(EventPage, event_id)
    entries.refresh_many(Kind.NOTES, _notes_of([event_id]))


@receiver(post_delete, sender=Room)
def notes_are_gone(sender, instance, **kwargs):
    entries.refresh(Kind.NOTES, instance.pk)


@receiver(room_changed)
def room_to_entry(sender, room_id, **kwargs):
    entries.refresh(Kind.ROOM, room_id)
    _refresh_documents(RoomPage, room_id)


@receiver(topic_changed)
def topic_to_entry(sender, topic_id, **kwargs):
    entries.refresh(Kind.TOPIC, topic_id)


@receiver(post_changed)
def post_to_entry(sender, post_id, **kwargs):
    entries.refresh(Kind.POST, post_id)


@receiver(topic_sorted)
def topic_to_replies(sender, topic_id, **kwargs):
    """What a topic is about stands in the entries of its replies."""
    entries.refresh_or_queue(Kind.POST, _pks(Post.objects.shown().filter(topic=topic_id, number__gt=1)))


@receiver(topic_moved)
def topic_to_room(sender, topic_id, room_id, **kwargs):
    entries.move_thread(topic_id, room_id)


@receiver(topic_shown)
def topic_in_sight(sender, topic_id, is_shown, **kwargs):
    """A topic that is hidden takes the entries of its replies along; they come back with it."""
    if not is_shown:
        entries.drop_thread(topic_id)
    else:
        replies = Post.objects.shown().filter(topic=topic_id, number__gt=1)
        entries.refresh_or_queue(Kind.POST, _pks(replies))


@receiver(person_changed)
def person_to_entry(sender, user_id, **kwargs):
    entries.refresh(Kind.PERSON, user_id)


@receiver(instansi_changed)
def instansi_to_entries(sender, instansi_id=None, instansi_ids=(), **kwargs):
    """An agency's name and province stand in the entries of its practices and people, and of agencies below it."""
    ids = [*instansi_ids, *([instansi_id] if instansi_id else [])]
    entries.refresh_many(Kind.INSTANSI, ids)
    _refresh_leaning_on(ids)


@receiver(pre_delete, sender=Instansi)
def remember_practices(sender, instance, **kwargs):
    """Deleting an agency takes its name off its practices and events without a word; after it nobody knows whose."""
    instance.practices_once_owned = _practices_of([instance.pk])
    instance.events_once_owned = _events_of([instance.pk])


@receiver(post_delete, sender=Instansi)
def instansi_is_gone(sender, instance, **kwargs):
    entries.refresh(Kind.INSTANSI, instance.pk)
    entries.refresh_or_queue(Kind.PRACTICE, instance.practices_once_owned)
    _refresh_events(instance.events_once_owned)
    for model, ids in ((PracticePage, instance.practices_once_owned), (EventPage, instance.events_once_owned)):
        entries.refresh_or_queue(Kind.DOCUMENT, sorted(documents_of(model, ids)))


@receiver(post_delete, sender=User)
def person_is_gone(sender, instance, **kwargs):
    entries.refresh(Kind.PERSON, instance.pk)


@receiver(post_save, sender=Aspect)
def aspect_to_entries(sender, instance, created, **kwargs):
    if not created:
        entries.refresh_or_queue(Kind.PRACTICE, _pks(PracticePage.objects.filter(aspects=instance)))
        entries.refresh_or_queue(Kind.EVENT, _pks(EventPage.objects.filter(aspects=instance)))
        entries.refresh_or_queue(Kind.ROOM, _pks(RoomPage.objects.filter(aspects=instance)))


@receiver(post_save, sender=SubAspect)
def subaspect_to_entries(sender, instance, created, **kwargs):
    if not created:
        entries.refresh_or_queue(Kind.PRACTICE, _pks(PracticePage.objects.filter(subaspects=instance)))
        entries.refresh_or_queue(Kind.EVENT, _pks(EventPage.objects.filter(subaspects=instance)))
        entries.refresh_or_queue(Kind.ROOM, _pks(RoomPage.objects.filter(subaspects=instance)))


@receiver(post_save, sender=Regulation)
def regulation_to_entries(sender, instance, created, **kwargs):
    """Which practices cite it stands in their blocks, where no query reaches on both databases: all are looked at."""
    if not created:
        entries.refresh_or_queue(Kind.PRACTICE, _pks(PracticePage.objects.live()))


def _refresh_leaning_on(ids: list[int]) -> None:
    entries.refresh_or_queue(Kind.INSTANSI, _pks(Instansi.objects.filter(province__in=ids).exclude(pk__in=ids)))
    entries.refresh_or_queue(Kind.PRACTICE, _practices_of(ids))
    _refresh_events(_events_of(ids))
    people = User.objects.filter(Q(instansi__in=ids) | Q(instansi__province__in=ids))
    entries.refresh_or_queue(Kind.PERSON, _pks(people))


def _refresh_events(ids: list[int]) -> None:
    entries.refresh_or_queue(Kind.EVENT, ids)
    entries.refresh_or_queue(Kind.NOTES, _notes_of(ids))


def _notes_of(event_ids: list[int]) -> list[int]:
    """The rooms of events that have notulen, final or not."""
    return list(Notulen.objects.filter(event__in=event_ids).values_list("room", flat=True))


def _practices_of(instansi_ids: list[int]) -> list[int]:
    return _pks(PracticePage.objects.filter(Q(owners__in=instansi_ids) | Q(owners__province__in=instansi_ids)))


def _events_of(instansi_ids: list[int]) -> list[int]:
    return _pks(EventPage.objects.filter(Q(owners__in=instansi_ids) | Q(owners__province__in=instansi_ids)))


def _pks(rows) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True).distinct())


@receiver(documents_changed)
def documents_to_entries(sender, document_ids, **kwargs):
    entries.refresh_many(Kind.DOCUMENT, document_ids)


@receiver(pre_delete, sender=PracticePage)
@receiver(pre_delete, sender=EventPage)
@receiver(pre_delete, sender=RoomPage)
def remember_documents(sender, instance, **kwargs):
    """After a page is deleted nobody knows what it showed."""
    instance.documents_once_shown = documents_of(sender, [instance.pk])


@receiver(post_delete, sender=PracticePage)
@receiver(post_delete, sender=EventPage)
@receiver(post_delete, sender=RoomPage)
def page_is_gone(sender, instance, **kwargs):
    entries.refresh_many(Kind.DOCUMENT, sorted(instance.documents_once_shown))


def _refresh_documents(model, page_id: int) -> None:
    """Who may read a document follows the pages that show it."""
    if shown := documents_of(model, [page_id]):
        entries.refresh_many(Kind.DOCUMENT, sorted(shown))
