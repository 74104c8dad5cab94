"""Messages to the organising body."""

from hashlib import sha256

from django.db import transaction

from community import notifications
from community.errors import NoContactAddress
from community.models import PortalSettings


@transaction.atomic
def send_message(*, actor, form_key: str, name: str, email: str, text: str, wants_copy: bool = False) -> None:
    """Queue a mail to the organising body; answers go to `email`.

    The same text of the same form (`form_key`) is sent once, however often the form arrives. A copy goes only to a
    member, at the verified address of their account: the portal writes to nobody on a stranger's word.
    `NoContactAddress`.
    """
    to = PortalSettings.load().contact_email
    if not to:
        raise NoContactAddress
    key = sha256("\n".join([form_key, email, text]).encode()).hexdigest()
    copy_to = actor if wants_copy and actor.is_authenticated and actor.is_active else None
    notifications.queue_contact_message(to, key=key, name=name, email=email, text=text, copy_to=copy_to)
