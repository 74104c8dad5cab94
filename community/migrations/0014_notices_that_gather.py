from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0013_notices_by_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='first_number',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='last_number',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='gathering',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(first_number__isnull=False, read_at__isnull=True, then=models.F('object_id'))), output_field=models.BigIntegerField(null=True)),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('gathering', 'recipient', 'kind', 'subject'), name='community_notice_one_gathers'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_number__isnull', True), ('last_number__isnull', True)), models.Q(('first_number__isnull', False), ('last_number__gte', models.F('first_number'))), _connector='OR'), name='community_notice_numbers'),
        ),
    ]
