"""Make the demo's accounts and print how to sign in with them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from community.demo_accounts import DEMO_ACCOUNTS, PASSWORD, ensure_demo_accounts
from community.errors import DemoOnly


class Command(BaseCommand):
    """Idempotent; refuses unless the settings say DEMO."""

    help = "Makes the demo's accounts and prints them. Refuses unless DEMO is on."

    def handle(self, *args, **options):
        try:
            ensure_demo_accounts()
        except DemoOnly as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = [(str(account.role), account.email) for account in DEMO_ACCOUNTS]
        role_width = max(len(role) for role, _ in rows)
        for role, email in rows:
            self.stdout.write(f"{role:<{role_width}}  {email}")
        self.stdout.write(f"Kata sandi semua akun: {PASSWORD}")
        self.stdout.write(f"Masuk di {settings.SITE_URL}/akun/masuk/")
