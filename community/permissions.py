"""Who may, asked by services and by views that show or hide a control."""

from community.audience import doors_of, keys_of


def can_read(user, item) -> bool:
    """Whether `user` may read `item` (a `ScopedContent`); drafts are another question, asked of Wagtail."""
    if user.is_active and user.is_superuser:
        return True
    return not set(doors_of(item)).isdisjoint(keys_of(user))
