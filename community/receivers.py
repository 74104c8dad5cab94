"""Adapters from signals to services."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from community.models import Instansi, PortalDocument
from community.services import documents, people
from community.signals import documents_changed, instansi_changed


@receiver(post_save, sender=Instansi)
def instansi_saved(sender, instance, raw=False, **kwargs):
    """Agencies are edited in the CMS, whose forms save the row themselves."""
    if not raw:
        instansi_changed.send(Instansi, instansi_id=instance.pk)


@receiver(password_reset)
def reset_by_mail_verifies_the_address(sender, request, user, **kwargs):
    """Who opened the link of a reset mail owns the address it went to: it is verified without a second mail.

    Only for an account with one address, since the link does not say to which one it was sent.
    """
    addresses = list(EmailAddress.objects.filter(user=user))
    if len(addresses) == 1 and not addresses[0].verified and addresses[0].email == user.email:
        people.verify_only_address(user)


@receiver(post_save, sender=PortalDocument)
def document_saved(sender, instance, raw=False, **kwargs):
    """Documents are saved by Wagtail's forms, and by nothing of ours."""
    if not raw:
        documents.want_reading(instance)
        documents_changed.send(PortalDocument, document_ids=[instance.pk])


@receiver(post_delete, sender=PortalDocument)
def document_deleted(sender, instance, **kwargs):
    documents_changed.send(PortalDocument, document_ids=[instance.pk])
