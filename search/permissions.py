"""Who may find what, beyond the doors of an entry."""


def can_find_people(user) -> bool:
    """Whether `user` has the members' key, which every person's entry asks for."""
    return user.is_active and (user.is_superuser or user.is_verified_member)


def can_read_questions(user) -> bool:
    """Whether `user` may read what was asked of search and how its index fares: stewards and organisers."""
    return user.is_active and user.has_perm("search.view_askedsearch")


def can_retry_refused(user) -> bool:
    """Whether `user` may have what Elasticsearch refused sent once more."""
    return user.is_active and user.has_perm("search.delete_refusedentry")
