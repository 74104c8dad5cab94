"""Django's command, with the verified allauth address that signing in asks for."""

from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction

from community.models import User
from community.services import people
from community.system import SYSTEM


class Command(createsuperuser.Command):
    """As Django's; the new administrator can sign in at once."""

    @transaction.atomic
    def handle(self, *args, **options):
        before = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for person in User.objects.filter(is_superuser=True).exclude(pk__in=before):
            people.vouch_for_email(person, actor=SYSTEM)
