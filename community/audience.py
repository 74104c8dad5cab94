"""The audience rule as doors and keys: an item has doors, a reader has keys, and one key that fits opens it.

The three forms of the rule are made from these: `permissions.can_read`, `AudienceQuerySet.visible_to` and the filter
of the search engines. All fail closed: an item without owner, group or known audience has no door at all.
"""

from community.enums import Audience

PUBLIC_DOOR = "public"
MEMBERS_DOOR = "members"


def instansi_door(instansi_id: int) -> str:
    return f"instansi:{instansi_id}"


def group_door(group_id: int) -> str:
    return f"group:{group_id}"


def doors_of(item) -> list[str]:
    """The doors of a `ScopedContent` item; none for an unknown audience or one whose owners or groups are missing."""
    match item.audience:
        case Audience.PUBLIC:
            return [PUBLIC_DOOR]
        case Audience.MEMBERS:
            return [MEMBERS_DOOR]
        case Audience.INSTANSI:
            return sorted(instansi_door(pk) for pk in item.owner_ids)
        case Audience.GROUP:
            return sorted(group_door(pk) for pk in item.audience_group_ids)
    return []


def keys_of(user) -> list[str]:
    """The keys of a reader. A superuser needs none: ask `is_superuser` first."""
    keys = [PUBLIC_DOOR]
    if not user.is_authenticated or not user.is_active:
        return keys
    if user.is_verified_member:
        keys += [MEMBERS_DOOR, *(instansi_door(pk) for pk in sorted(user.verified_instansi_ids))]
    return keys + [group_door(pk) for pk in sorted(user.group_ids)]
