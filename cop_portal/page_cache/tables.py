"""Which tables a page for visitors may be made from. A page that read any other is not kept."""

from django.apps import apps
from django.db import models

from search.engines.schema import FTS

SHOWN = (
    "community.Aspect",
    "community.Framework",
    "community.Instansi",
    "community.PortalDocument",
    "community.PortalImage",
    "community.PortalRendition",
    "community.PortalSettings",
    "community.ScopeSteward",
    "community.SubAspect",
    "community.User",
    "cop_portal.CommunityPage",
    "cop_portal.ContactPage",
    "cop_portal.HomePage",
    "cop_portal.InfoPage",
    "cop_portal.ScopePage",
    "contenttypes.ContentType",
    "events.AgendaItem",
    "events.EventIndexPage",
    "events.EventPage",
    "events.Notulen",
    "events.NotulenBlock",
    "events.Room",
    "events.RoomPerson",
    "events.Seat",
    "events.Slot",
    "events.Waiting",
    "forums.ForumIndexPage",
    "forums.Mention",
    "forums.Post",
    "forums.PostLink",
    "forums.PostRevision",
    "forums.RoomActivity",
    "forums.RoomPage",
    "forums.RoomSteward",
    "forums.Topic",
    "practices.LibraryStamp",
    "practices.PracticeIndexPage",
    "practices.PracticePage",
    "practices.Regulation",
    "wagtailcore.Locale",
    "wagtailcore.Page",
    "wagtailcore.ReferenceIndex",
    "wagtailcore.Site",
)
# Columns that no page shows, though they are written often: a sign-in, a choice of language, a draft that saves itself.
UNSEEN = {
    "community.User": {"last_login", "password", "language"},
    "wagtailcore.Page": {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    },
}
NO_LINKS = {"community.User"}  # groups and permissions: for those who are signed in


def shown() -> dict[str, list[str]]:
    """Names of the tables, with their link tables; for each the columns whose update counts, none for all of them."""
    tables: dict[str, list[str]] = {}
    for label in SHOWN:
        model = apps.get_model(label)
        unseen = UNSEEN.get(label, set())
        fields = [field for field in model._meta.local_concrete_fields if field.name not in unseen]
        tables[model._meta.db_table] = [field.column for field in fields] if unseen else []
        if label not in NO_LINKS:
            tables |= {link._meta.db_table: [] for link in _links(model)}
    return tables


def every() -> frozenset[str]:
    """Names of the tables of all models, and of SQLite's index of words."""
    return frozenset({FTS, *(model._meta.db_table for model in apps.get_models(include_auto_created=True))})


def _links(model: type[models.Model]) -> list[type[models.Model]]:
    through = [field.remote_field.through for field in model._meta.local_many_to_many]
    return [link for link in through if link._meta.auto_created]
