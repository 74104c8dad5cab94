"""The invented members of the demo: they write and attend, and nobody signs in as them."""

from community.models import Aspect, InstansiDomain, User
from community.services import people, profiles
from community.system import SYSTEM
from cop_portal.demo.files import read

SHOWN = {"is_position_shown": True, "is_bio_shown": True, "is_expertise_shown": True}


def load() -> int:
    """Add the members that are missing, with their profiles; how many were added. Agencies must be there."""
    domains = dict(InstansiDomain.objects.values_list("instansi__code", "domain"))
    present = set(User.objects.filter(is_example=True).values_list("email", flat=True))
    rows = {f"{row['mail']}@{domains[row['instansi']]}": row for row in read("members.toml")["members"]}
    missing = {email: row for email, row in rows.items() if email not in present}
    for email, row in missing.items():
        _add(email, row)
    return len(missing)


def _add(email: str, row: dict) -> None:
    person = people.create_person(actor=SYSTEM, name=row["name"], email=email, is_email_verified=True, is_example=True)
    expertise = list(Aspect.objects.filter(code__in=row.get("expertise", [])))
    profiles.save_profile(
        actor=person,
        expertise=expertise,
        position=row["position"],
        unit=row["unit"],
        bio="",
        time_zone="",
        **SHOWN,
    )


def by_mail() -> dict[str, User]:
    """The demo's people by what stands before the @ of their address."""
    found = User.objects.filter(is_example=True).select_related("instansi")
    return {person.email.partition("@")[0]: person for person in found}
