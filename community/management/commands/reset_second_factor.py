"""Takes the second factor from an account whose owner lost phone and recovery codes."""

from django.core.management.base import BaseCommand, CommandError

from community.errors import RuleBroken
from community.models import User
from community.services.second_factor import reset_second_factor
from community.system import SYSTEM


class Command(BaseCommand):
    help = "Removes app and recovery codes from the account with this address; a mail tells its owner."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address the person signs in with")

    def handle(self, *args, email, **options):
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"No account has the address {email}.")
        try:
            reset_second_factor(person, actor=SYSTEM)
        except RuleBroken as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Removed. The next sign-in asks for the password alone.")
