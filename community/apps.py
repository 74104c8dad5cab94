from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Komunitas")

    def ready(self):
        from community import (  # noqa: F401 -- importing receivers connects them
            cms_mail,
            mail,
            media_policy,
            moments,
            naming,
            news,
            notice_mail,
            periodic,
            receivers,
            reference_index,
            reference_policy,
            work,
        )
        from community.models import DocumentReading, News, NoticeMailing, QueuedMail
        from community.services import documents

        work.register(QueuedMail, mail.deliver, in_transaction=False, message=b"")
        work.register(News, news.tell, in_transaction=True)
        work.register(DocumentReading, documents.read, in_transaction=False)
        work.register(NoticeMailing, notice_mail.send_mailing, in_transaction=True)
        cms_mail.register()
        naming.register()
        periodic.register_own()
        media_policy.register()
        moments.register()
        reference_policy.register()
        reference_index.keep_in_transaction()
        post_delete.connect(reference_index.child_deleted)
