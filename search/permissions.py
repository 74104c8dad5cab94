"""Who may find what, beyond the doors of an entry."""


def can_find_people(user) -> bool:
    """Whether `user` has the members' key, which every person's entry asks for."""
    return user.is_active and (user.is_superuser or user.is_verified_member)
