from django.db import migrations, models

OLD = "Cari cara kerja yang terbukti dari sesama pengelola sistem merit."
NEW = "Cari cara kerja yang terbukti, catatan FGD, dan jawaban dari sesama pengelola sistem merit."


def follow(apps, schema_editor):
    """Who never wrote a lead of their own gets the new one: its translation goes by the words."""
    apps.get_model("cop_portal", "HomePage").objects.filter(lead=OLD).update(lead=NEW)


class Migration(migrations.Migration):
    dependencies = [("cop_portal", "0006_names_in_the_cms")]

    operations = [
        migrations.AlterField("homepage", "lead", models.CharField(default=NEW, max_length=250, verbose_name="pengantar")),
        migrations.RunPython(follow, migrations.RunPython.noop, elidable=True),
    ]
