from itertools import groupby

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

AT_ONCE = 500


def told_apart(apps):
    """Unread notices of single replies, each with its topic and number; those of a person and topic one by another."""
    Post = apps.get_model("forums", "Post")
    post = Post.objects.filter(pk=OuterRef("object_id"))
    notices = apps.get_model("community", "Notice").objects.filter(kind="reply", subject="post", read_at__isnull=True)
    found = notices.annotate(
        topic=Subquery(post.values("topic")[:1]), number=Subquery(post.values("number")[:1])
    ).filter(topic__isnull=False)
    return found.order_by("recipient", "topic", "number", "pk")


def gather(apps, schema_editor):
    """Leave each person one unread notice of the replies in a topic: the first, which tells of all. The rest are read."""
    Notice = apps.get_model("community", "Notice")
    rows = told_apart(apps).values_list("recipient", "topic", "number", "pk", "created_at")
    kept, read = [], []

    def write():
        now = timezone.now()
        Notice.objects.filter(pk__in=read).update(read_at=now)
        Notice.objects.bulk_update(
            kept, ["subject", "object_id", "actor", "first_number", "last_number", "created_at"], batch_size=AT_ONCE
        )
        kept.clear()
        read.clear()

    for (_recipient, topic), group in groupby(rows.iterator(AT_ONCE), key=lambda row: row[:2]):
        told = list(group)
        numbers, moments = [row[2] for row in told], [row[4] for row in told]
        kept.append(
            Notice(
                pk=told[0][3],
                subject="topic",
                object_id=topic,
                first_number=numbers[0],
                last_number=numbers[-1],
                created_at=max(moments),
            )
        )
        read += [row[3] for row in told[1:]]
        if len(kept) + len(read) >= AT_ONCE:
            write()
    write()


def part(apps, schema_editor):
    """Name the first reply alone again, as notices did before."""
    Post = apps.get_model("forums", "Post")
    first = Post.objects.filter(topic=OuterRef("object_id"), number=OuterRef("first_number"))
    notices = apps.get_model("community", "Notice").objects.filter(kind="reply", subject="topic")
    notices.update(
        subject="post",
        object_id=Coalesce(Subquery(first.values("pk")[:1]), F("object_id")),
        first_number=None,
        last_number=None,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0006_removed_texts'),
        ('community', '0014_notices_that_gather'),
    ]

    operations = [migrations.RunPython(gather, part)]
