"""Triggers of the page cache follow the tables."""

from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from cop_portal.page_cache import triggers
from cop_portal.page_cache.models import PageStamp


@receiver(pre_migrate)
def stamps_before_migrations(sender, plan, using, **kwargs):
    """SQLite cannot drop a column that a trigger names, and loses the triggers of a table that it makes anew."""
    if sender.label == PageStamp._meta.app_label and plan and triggers.has_stamps(using):
        triggers.remove(using)


@receiver(post_migrate)
def stamps_after_migrations(sender, using, **kwargs):
    if sender.label == PageStamp._meta.app_label and triggers.has_stamps(using):
        triggers.install(using)
