"""Adapters from signals to services."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.db.models.signals import post_save
from django.dispatch import receiver

from community.models import Instansi
from community.services import people
from community.signals import instansi_changed


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
