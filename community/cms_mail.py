"""Mails of the CMS about reviews and comments, in the language of each reader.

Wagtail writes to who chose no language among its own settings in that of whoever caused the mail (tried on 8.0.1).
"""

from collections.abc import Callable
from functools import wraps

from django.utils import translation
from wagtail.admin import mail
from wagtail.admin.views.pages import edit

from community.models import User


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    mail.EmailNotificationMixin.send_emails = to_each(mail.EmailNotificationMixin.send_emails, place=3)
    edit.send_notification = to_each(edit.send_notification, place=0)


def to_each(send: Callable[..., bool], place: int) -> Callable[..., bool]:
    """`send`, called for each of the people who are its argument at `place`, in their language."""

    @wraps(send)
    def sent(*args, **kwargs) -> bool:
        are_sent = True
        for person in args[place]:
            with translation.override(language_in_cms(person)):
                are_sent &= send(*args[:place], [person], *args[place + 1 :], **kwargs)
        return are_sent

    return sent


def language_in_cms(person: User) -> str:
    """What they chose in the CMS, else the language of their other mails."""
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or person.language
