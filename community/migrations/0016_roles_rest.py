"""Takes out of the groups of roles those whose appointment rests: who was no verified member kept them until now."""

from django.db import migrations

ROLES = {"Penatalayan": "ScopeSteward", "Kontributor": "InstansiContributor"}


def let_rest(apps, schema_editor):
    User = apps.get_model("community", "User")
    for group, model in ROLES.items():
        appointed = apps.get_model("community", model).objects.values("person")
        resting = User.objects.filter(pk__in=appointed).exclude(
            affiliation="verified", instansi__isnull=False, is_active=True
        )
        User.groups.through.objects.filter(group__name=group, user__in=resting.values("pk")).delete()


class Migration(migrations.Migration):
    dependencies = [("community", "0015_language_of_people")]

    operations = [migrations.RunPython(let_rest, migrations.RunPython.noop, elidable=True)]
