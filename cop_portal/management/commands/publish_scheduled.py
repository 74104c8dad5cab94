"""Wagtail's command, with each page in a transaction of its own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from structlog import get_logger
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand
from wagtail.models import Page, Revision

logger = get_logger(__name__)


class Command(WagtailCommand):
    """Publish what is due and take down what has expired.

    Wagtail publishes outside any transaction and stops at the first page that cannot be published. Here each page is
    published together with whatever listens, and one that fails is logged and tried again on the next run.
    """

    help = "Publish pages whose time has come and unpublish those that have expired; safe to run twice or late."

    def handle(self, *args, **options):
        if options["dryrun"]:
            return super().handle(*args, **options)
        now = timezone.now()
        for pk in list(Page.objects.filter(live=True, expire_at__lt=now).values_list("pk", flat=True)):
            self.expire(pk, now)
        due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
        for pk in list(due.values_list("pk", flat=True)):
            self.publish(pk, now)

    @transaction.atomic
    def expire(self, pk, now):
        page = Page.objects.select_for_update().filter(pk=pk, live=True, expire_at__lt=now).first()
        if page is not None:
            page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")

    def publish(self, pk, now):
        try:
            with transaction.atomic():
                due = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lt=now).first()
                if due is not None:
                    due.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            page = Revision.objects.get(pk=pk).object_id  # not its title, which may name a person
            logger.error("scheduled page cannot be published", page=page, errors=error.messages)
