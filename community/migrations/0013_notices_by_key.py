from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0012_text_removed_notice'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='community_notice_once',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('key', 'recipient'), name='community_notice_once'),
        ),
    ]
