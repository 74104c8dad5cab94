"""The second factor of an account: what is written down of it, and taking it away from who lost it."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from community import notifications
from community.errors import NoSecondFactor
from community.models import User

# Action of the audit log → mail that tells the owner.
OWN_CHANGES = {
    "community.activate_second_factor": "second_factor_on",
    "community.deactivate_second_factor": "second_factor_off",
    "community.add_passkey": "passkey_added",
    "community.remove_passkey": "passkey_removed",
    "community.replace_recovery_codes": "recovery_codes_replaced",
}


@transaction.atomic
def reset_second_factor(person: User, *, actor) -> None:
    """Take app, passkeys and recovery codes from the account of `person`, who lost them; a mail tells them.

    Locks the person's row. `PermissionDenied` for all but administrators, `NoSecondFactor`.
    """
    if not (actor.is_active and actor.is_superuser):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    deleted, _ = Authenticator.objects.filter(user=person).delete()
    if not deleted:
        raise NoSecondFactor
    _write_down(person, "community.reset_second_factor", actor)
    notifications.queue_second_factor_reset(person)


def note_change(person: User, action: str) -> None:
    """Write down what `person` changed of their own second factor and tell them by mail.

    `action` is a key of `OWN_CHANGES`. Runs in the transaction of the change, which allauth has made.
    """
    _write_down(person, action, person)
    notifications.queue_second_factor_change(person, OWN_CHANGES[action])


def _write_down(person: User, action: str, actor) -> None:
    log(instance=person, action=action, user=actor if actor.pk else None)
