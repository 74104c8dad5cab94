"""Finds anew what the posts lead to."""

from django.core.management.base import BaseCommand

from forums.services.linking import link_anew


class Command(BaseCommand):
    help = "Finds anew which practices and events the posts lead to, so that these show where they are discussed."

    def handle(self, *args, **options):
        self.stdout.write(f"{link_anew()} posts lead elsewhere than was known.")
