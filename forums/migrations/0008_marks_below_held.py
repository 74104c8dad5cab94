from django.db import migrations
from django.db.models import F


def lower(apps, schema_editor):
    """Let marks end before a held reply that nobody overtook: who reads past it has not seen it, but for its author."""
    Post, TopicMark = apps.get_model("forums", "Post"), apps.get_model("forums", "TopicMark")
    last = Post.objects.filter(state="held", number__gt=1, number=F("topic__last_number"))
    for topic, number, author in last.values_list("topic", "number", "author").iterator():
        TopicMark.objects.filter(topic=topic, number__gte=number).exclude(person=author).update(number=number - 1)


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0007_replies_told_together'),
    ]

    operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
