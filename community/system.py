"""The doer of what no person does: commands and demo content act as this."""


class SystemUser:
    """May do everything and is nobody in the database; audit entries carry no person then."""

    pk = None
    id = None
    is_active = True
    is_authenticated = True
    is_anonymous = False
    is_superuser = True

    def __init__(self, name: str):
        self.name = name

    def __str__(self) -> str:
        return self.name

    def has_perm(self, perm, obj=None) -> bool:
        return True

    def has_perms(self, perms, obj=None) -> bool:
        return True


SYSTEM = SystemUser("sistem")
