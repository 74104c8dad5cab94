"""Files of formats that are read now: what was known of them is forgotten, so that the worker reads them."""

from django.db import migrations


def forget(apps, schema_editor):
    texts = apps.get_model("community", "DocumentText").objects.filter(state="other")
    apps.get_model("community", "DocumentReading").objects.filter(document__in=texts.values("document")).delete()
    texts.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0010_document_texts"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
