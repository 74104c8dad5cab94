"""Practices at an address that the library answers itself are moved to a free one, such as `peta-2`."""

from itertools import count

from django.db import migrations

RESERVED = ("banding", "feed", "peta")
STEP = 4  # characters that a level of the page tree adds to a path


def rename(apps, schema_editor):
    """Rename them and their revisions, which are published later; a redirect would never be asked, so none is made."""
    pages = apps.get_model("wagtailcore", "Page").objects
    revisions = apps.get_model("wagtailcore", "Revision").objects
    of_pages = {"base_content_type__app_label": "wagtailcore", "base_content_type__model": "page"}
    for practice in apps.get_model("practices", "PracticePage").objects.filter(slug__in=RESERVED):
        siblings = pages.filter(depth=practice.depth, path__startswith=practice.path[:-STEP])
        candidates = (f"{practice.slug}-{number}" for number in count(2))
        slug = next(free for free in candidates if not siblings.filter(slug=free).exists())
        address = {"slug": slug, "url_path": practice.url_path.removesuffix(f"{practice.slug}/") + f"{slug}/"}
        pages.filter(pk=practice.pk).update(**address)
        for revision in revisions.filter(object_id=str(practice.pk), **of_pages):
            if revision.content.get("slug") == practice.slug:
                revisions.filter(pk=revision.pk).update(content={**revision.content, **address})


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0005_number_blocks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop, elidable=True)]
