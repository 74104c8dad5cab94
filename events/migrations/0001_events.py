

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('community', '0004_reference_step'),
        ('practices', '0004_chooser_blocks'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.CharField(blank=True, max_length=300, verbose_name='pengantar')),
            ],
            options={
                'verbose_name': 'kalender FGD',
                'verbose_name_plural': 'kalender FGD',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('scope', models.CharField(choices=[('helping', 'Saling membantu'), ('best_practice', 'Praktik terbaik'), ('knowledge_stewarding', 'Penatalayanan pengetahuan'), ('innovative', 'Inovasi')], default='best_practice', max_length=24, verbose_name='lingkup')),
                ('audience', models.CharField(choices=[('public', 'Publik'), ('members', 'Anggota terverifikasi'), ('instansi', 'Instansi pemilik'), ('group', 'Kelompok tertentu')], default='public', max_length=10, verbose_name='pembaca')),
                ('owner_count', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('audience_group_count', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                ('summary', models.TextField(max_length=500, validators=[django.core.validators.MaxLengthValidator(500)], verbose_name='ringkasan')),
                ('kind', models.CharField(choices=[('fgd', 'FGD'), ('webinar', 'Webinar'), ('workshop', 'Lokakarya'), ('talk', 'Bincang praktik'), ('clinic', 'Klinik pendampingan')], default='fgd', max_length=10, verbose_name='bentuk')),
                ('mode', models.CharField(choices=[('online', 'Daring'), ('on_site', 'Tatap muka'), ('hybrid', 'Hibrida')], default='online', max_length=10, verbose_name='cara hadir')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='tempat')),
                ('zone', models.CharField(choices=[('Asia/Jakarta', 'WIB, Waktu Indonesia Barat (UTC+7)'), ('Asia/Makassar', 'WITA, Waktu Indonesia Tengah (UTC+8)'), ('Asia/Jayapura', 'WIT, Waktu Indonesia Timur (UTC+9)')], default='Asia/Jakarta', max_length=20, verbose_name='zona waktu')),
                ('is_report_date', models.BooleanField(default=False, verbose_name='tanggalnya tanggal laporan')),
                ('description', wagtail.fields.RichTextField(blank=True, max_length=6000, verbose_name='uraian')),
                ('guests', wagtail.fields.StreamField([('guest', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Nama', 'max_length': 150}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Jabatan', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Instansi', 'max_length': 200, 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'Contoh: membuka acara, menyimpulkan.', 'label': 'Bagiannya', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('name', 0), ('title', 1), ('instansi', 2), ('part', 3)]], {})}, verbose_name='hadir pula')),
                ('materials', wagtail.fields.StreamField([('attachment', 2)], blank=True, block_lookup={0: ('practices.chooser_blocks.DocumentBlock', (), {'help_text': 'Contoh: templat, pedoman, atau paparan.', 'label': 'Berkas'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Keterangan', 'max_length': 160, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('document', 0), ('caption', 1)]], {})}, verbose_name='bahan')),
                ('conclusions', wagtail.fields.StreamField([('conclusion', 0)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Kesimpulan', 'max_length': 500})}, verbose_name='kesimpulan')),
                ('concluded_by', models.CharField(blank=True, max_length=200, verbose_name='disimpulkan oleh')),
                ('contact_role', models.CharField(blank=True, max_length=120, verbose_name='jabatan narahubung')),
                ('registration_opens_at', models.DateTimeField(blank=True, null=True, verbose_name='pendaftaran dibuka')),
                ('registration_closes_at', models.DateTimeField(blank=True, null=True, verbose_name='pendaftaran ditutup')),
                ('starts_at', models.DateTimeField(editable=False, null=True)),
                ('ends_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('draft', 'Disiapkan'), ('open', 'Pendaftaran dibuka'), ('running', 'Berlangsung'), ('closed', 'Selesai'), ('cancelled', 'Dibatalkan')], default='draft', editable=False, max_length=10, verbose_name='keadaan')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('calendar_changed_at', models.DateTimeField(editable=False, null=True)),
                ('announced', models.JSONField(blank=True, default=dict, editable=False)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('aspects', modelcluster.fields.ParentalManyToManyField(blank=True, to='community.aspect', verbose_name='aspek')),
                ('audience_groups', modelcluster.fields.ParentalManyToManyField(blank=True, to='auth.group', verbose_name='kelompok pembaca')),
                ('owners', modelcluster.fields.ParentalManyToManyField(blank=True, to='community.instansi', verbose_name='instansi pemilik')),
                ('practices', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='events', to='practices.practicepage', verbose_name='praktik yang dibahas')),
                ('subaspects', modelcluster.fields.ParentalManyToManyField(blank=True, to='community.subaspect', verbose_name='sub-aspek')),
            ],
            options={
                'verbose_name': 'acara',
                'verbose_name_plural': 'acara',
                'abstract': False,
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Notulen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draf'), ('final', 'Final')], default='draft', max_length=10, verbose_name='keadaan')),
                ('version', models.PositiveIntegerField(default=0)),
                ('source_note', models.CharField(blank=True, max_length=200, verbose_name='asal catatan')),
                ('changed_at', models.DateTimeField(null=True, verbose_name='diubah')),
                ('finalised_at', models.DateTimeField(null=True, verbose_name='difinalkan')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notulen', to='events.eventpage')),
            ],
            options={
                'verbose_name': 'notulen',
                'verbose_name_plural': 'notulen',
            },
        ),
        migrations.CreateModel(
            name='NotulenBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('point', 'Poin'), ('decision', 'Keputusan'), ('follow_up', 'Tindak lanjut')], default='point', max_length=10, verbose_name='jenis')),
                ('text', models.TextField(max_length=2000, verbose_name='isi')),
                ('said_by', models.CharField(blank=True, max_length=150, verbose_name='disampaikan oleh')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='tenggat')),
                ('state', models.CharField(choices=[('open', 'Belum mulai'), ('running', 'Berjalan'), ('done', 'Selesai'), ('dropped', 'Tidak dilanjutkan')], default='open', max_length=10, verbose_name='keadaan')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='urutan')),
                ('version', models.PositiveIntegerField(default=1)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='penulis')),
                ('clash_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clashes', to='events.notulenblock')),
                ('notulen', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='events.notulen')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='community.instansi', verbose_name='penanggung jawab')),
            ],
            options={
                'verbose_name': 'butir notulen',
                'verbose_name_plural': 'butir notulen',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(blank=True, editable=False, max_length=60, verbose_name='alamat')),
                ('title', models.CharField(max_length=150, verbose_name='nama ruang')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='ringkasan')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='jumlah kursi')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='tempat')),
                ('meeting_url', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='tautan rapat')),
                ('is_cancelled', models.BooleanField(default=False, verbose_name='ruang ditiadakan')),
                ('subaspects', modelcluster.fields.ParentalManyToManyField(blank=True, to='community.subaspect', verbose_name='sub-aspek')),
            ],
            options={
                'verbose_name': 'ruang',
                'verbose_name_plural': 'ruang',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='notulen',
            name='room',
            field=models.OneToOneField(on_delete=django.db.models.deletion.RESTRICT, related_name='notulen', to='events.room'),
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('starts', models.TimeField(blank=True, null=True, verbose_name='mulai')),
                ('ends', models.TimeField(blank=True, null=True, verbose_name='selesai')),
                ('title', models.CharField(max_length=160, verbose_name='acara')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='keterangan')),
                ('speakers', models.CharField(blank=True, max_length=300, verbose_name='narasumber')),
                ('room', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='events.room')),
            ],
            options={
                'verbose_name': 'mata acara',
                'verbose_name_plural': 'mata acara',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoomPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('role', models.CharField(choices=[('speaker', 'Narasumber'), ('moderator', 'Moderator'), ('notulis', 'Notulis')], default='speaker', max_length=10, verbose_name='peran')),
                ('name', models.CharField(max_length=150, verbose_name='nama')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='jabatan')),
                ('instansi_name', models.CharField(blank=True, max_length=200, verbose_name='instansi')),
                ('topic', models.CharField(blank=True, max_length=200, verbose_name='yang dibawakan')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='event_parts', to=settings.AUTH_USER_MODEL, verbose_name='akun')),
                ('room', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='events.room')),
            ],
            options={
                'verbose_name': 'orang di ruang',
                'verbose_name_plural': 'orang di ruang',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='nama sesi')),
                ('day', models.DateField(verbose_name='tanggal')),
                ('starts', models.TimeField(blank=True, null=True, verbose_name='mulai')),
                ('ends', models.TimeField(blank=True, null=True, verbose_name='selesai')),
                ('starts_at', models.DateTimeField(editable=False, null=True)),
                ('ends_at', models.DateTimeField(editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='events.eventpage')),
            ],
            options={
                'verbose_name': 'sesi',
                'verbose_name_plural': 'sesi',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('active', 'Terdaftar'), ('cancelled', 'Dibatalkan')], default='active', max_length=10, verbose_name='keadaan')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='diberikan')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='berakhir')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='events.eventpage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_seats', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='seats', to='events.room')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='seats', to='events.slot')),
            ],
            options={
                'verbose_name': 'kursi',
                'verbose_name_plural': 'kursi',
            },
        ),
        migrations.AddField(
            model_name='room',
            name='slot',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='rooms', to='events.slot'),
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('offered', 'Ditawari kursi'), ('accepted', 'Mengambil kursi'), ('declined', 'Melepas tawaran'), ('expired', 'Tawaran kedaluwarsa'), ('left', 'Keluar dari daftar tunggu')], default='waiting', max_length=10, verbose_name='keadaan')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='masuk')),
                ('offered_at', models.DateTimeField(blank=True, null=True, verbose_name='ditawari')),
                ('offer_expires_at', models.DateTimeField(blank=True, null=True, verbose_name='tawaran berlaku sampai')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='berakhir')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waitings', to='events.eventpage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_waitings', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='waitings', to='events.room')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='waitings', to='events.slot')),
            ],
            options={
                'verbose_name': 'daftar tunggu',
                'verbose_name_plural': 'daftar tunggu',
            },
        ),
        migrations.AddIndex(
            model_name='eventpage',
            index=models.Index(fields=['-starts_at'], name='events_eventpage_starts_at'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['public', 'members', 'instansi', 'group'])), name='events_eventpage_audience'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['helping', 'best_practice', 'knowledge_stewarding', 'innovative'])), name='events_eventpage_scope'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'instansi'), _negated=True), ('owner_count__gt', 0), _connector='OR'), name='events_eventpage_instansi_audience_has_owner'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), _negated=True), ('audience_group_count__gt', 0), _connector='OR'), name='events_eventpage_group_audience_has_group'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'running', 'closed', 'cancelled'])), name='events_eventpage_state'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(('zone__in', ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'])), name='events_eventpage_zone'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(('registration_opens_at__isnull', True), ('registration_closes_at__isnull', True), ('registration_closes_at__gt', models.F('registration_opens_at')), _connector='OR'), name='events_eventpage_registration_span', violation_error_message='Pendaftaran harus ditutup sesudah dibuka.'),
        ),
        migrations.AddConstraint(
            model_name='notulenblock',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['point', 'decision', 'follow_up'])), name='events_notulenblock_kind'),
        ),
        migrations.AddConstraint(
            model_name='notulenblock',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'running', 'done', 'dropped'])), name='events_notulenblock_state'),
        ),
        migrations.AddConstraint(
            model_name='notulenblock',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'follow_up'), models.Q(('due_on__isnull', True), ('owner__isnull', True)), _connector='OR'), name='events_notulenblock_owner_of_follow_up_only'),
        ),
        migrations.AddConstraint(
            model_name='notulen',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'final'])), name='events_notulen_state'),
        ),
        migrations.AddConstraint(
            model_name='notulen',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'final'), _negated=True), ('finalised_at__isnull', False), _connector='OR'), name='events_notulen_final_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='events_agendaitem_ends_after_start', violation_error_message='Jam selesai mata acara harus sesudah jam mulainya.'),
        ),
        migrations.AddConstraint(
            model_name='roomperson',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['speaker', 'moderator', 'notulis'])), name='events_roomperson_role'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends__isnull', True), ('starts__isnull', True)), ('ends__gt', models.F('starts')), _connector='OR'), name='events_slot_ends_after_start', violation_error_message='Jam selesai harus sesudah jam mulai; isi keduanya atau kosongkan keduanya.'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', True), ('starts_at__isnull', True)), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='events_slot_moments_in_order'),
        ),
        migrations.AddIndex(
            model_name='seat',
            index=models.Index(fields=['room', 'state'], name='events_seat_room_state'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('slot', 'person'), name='events_seat_one_active_per_slot'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['active', 'cancelled'])), name='events_seat_state'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'active')), models.Q(('ended_at__isnull', False), ('state', 'cancelled')), _connector='OR'), name='events_seat_end_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__gte', 1), _connector='OR'), name='events_room_capacity_positive'),
        ),
        migrations.AddIndex(
            model_name='waiting',
            index=models.Index(fields=['room', 'state'], name='events_waiting_room_state'),
        ),
        migrations.AddIndex(
            model_name='waiting',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['offer_expires_at'], name='events_waiting_open_offers'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'offered'))), fields=('room', 'person'), name='events_waiting_once_in_queue'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'offered', 'accepted', 'declined', 'expired', 'left'])), name='events_waiting_state'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_expires_at__gt', models.F('offered_at')), _connector='OR'), name='events_waiting_offer_has_an_end'),
        ),
    ]
