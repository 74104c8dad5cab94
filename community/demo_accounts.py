"""One account per role for the demo: everybody knows their password, so they exist nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.enums import InstansiKind, Role, Scope
from community.errors import DemoOnly
from community.models import Instansi, InstansiDomain, User
from community.services import appointments, people, roles
from community.signals import instansi_changed
from community.system import SYSTEM

PASSWORD = "kopi-pagi-di-kantor"  # noqa: S105 -- known to everybody, refused outside the demo


@dataclass(frozen=True)
class DemoInstansi:
    """An invented agency; the domain (reserved for examples, RFC 2606) verifies who has an address there."""

    code: str
    name: str
    kind: InstansiKind
    domain: str


UTARA = DemoInstansi("CONTOH-KOTA-UTARA", "Kota Contoh Utara", InstansiKind.KOTA, "kota-contoh-utara.example")
SELATAN = DemoInstansi(
    "CONTOH-KAB-SELATAN", "Kabupaten Contoh Selatan", InstansiKind.KABUPATEN, "kab-contoh-selatan.example"
)
PUSAT = DemoInstansi("CONTOH-BADAN-MERIT", "Badan Contoh Sistem Merit", InstansiKind.LPNK, "badan-contoh.example")
DEMO_INSTANSI = [UTARA, SELATAN, PUSAT]


@dataclass(frozen=True)
class DemoAccount:
    """Who signs in as what; `named` is an instansi without proof by the address."""

    role: str
    email: str
    name: str
    named: DemoInstansi | None = None
    groups: tuple[Role, ...] = ()
    scopes: tuple[Scope, ...] = ()
    writes_for: tuple[DemoInstansi, ...] = ()
    is_administrator: bool = False


DEMO_ACCOUNTS = [
    DemoAccount(_("Anggota belum terverifikasi"), "dewi.lestari@surel.example", "Dewi Lestari", named=UTARA),
    DemoAccount(_("Anggota"), "ratna.wulandari@kota-contoh-utara.example", "Ratna Wulandari"),
    DemoAccount(_("Anggota instansi lain"), "yohanes.tamba@kab-contoh-selatan.example", "Yohanes Tamba"),
    DemoAccount(
        _("Kontributor"),
        "agus.hidayat@kota-contoh-utara.example",
        "Agus Hidayat",
        writes_for=(UTARA,),
    ),
    DemoAccount(
        _("Penatalayan"),
        "siti.rahmawati@badan-contoh.example",
        "Siti Rahmawati",
        scopes=(Scope.BEST_PRACTICE, Scope.HELPING),  # in the second a post waits for them
    ),
    DemoAccount(_("Penyelenggara"), "made.suryani@badan-contoh.example", "Ni Made Suryani", groups=(Role.ORGANISER,)),
    DemoAccount(
        _("Administrator"),
        "bambang.prasetyo@badan-contoh.example",
        "Bambang Prasetyo",
        is_administrator=True,
    ),
]


def shown_accounts() -> list[DemoAccount]:
    """The accounts that exist now, for the sign-in page; none outside the demo."""
    if not settings.DEMO:
        return []
    emails = [account.email for account in DEMO_ACCOUNTS]
    there = set(User.objects.active().filter(email__in=emails, is_example=True).values_list("email", flat=True))
    return [account for account in DEMO_ACCOUNTS if account.email in there]


@transaction.atomic
def ensure_demo_instansi() -> dict[str, Instansi]:
    """The invented agencies of the demo with their domains, made where missing; by code. `DemoOnly`."""
    _require_demo()
    found = {}
    for row in DEMO_INSTANSI:
        instansi, is_new = Instansi.objects.get_or_create(
            code=row.code, defaults={"name": row.name, "kind": row.kind, "is_example": True}
        )
        InstansiDomain.objects.get_or_create(domain=row.domain, defaults={"instansi": instansi})
        if is_new:
            instansi_changed.send(Instansi, instansi_id=instansi.pk)
        found[row.code] = instansi
    return found


@transaction.atomic
def ensure_demo_accounts() -> list[User]:
    """Make the missing demo accounts with what their role needs; those that exist are left as they are. `DemoOnly`.

    Roles are those of `load_reference`, which must have run.
    """
    instansi = ensure_demo_instansi()
    existing = {person.email: person for person in User.objects.filter(email__in=[a.email for a in DEMO_ACCOUNTS])}
    return [existing.get(account.email) or _make(account, instansi) for account in DEMO_ACCOUNTS]


def _make(account: DemoAccount, instansi: dict[str, Instansi]) -> User:
    person = people.create_person(
        actor=SYSTEM,
        name=account.name,
        email=account.email,
        password=PASSWORD,
        instansi=instansi[account.named.code] if account.named else None,
        is_email_verified=True,
        is_superuser=account.is_administrator,
        is_example=True,
    )
    roles.set_groups(person, actor=SYSTEM, groups=[Group.objects.get(name=role.value) for role in account.groups])
    for scope in account.scopes:
        appointments.appoint_steward(person, scope=scope, actor=SYSTEM)
    for row in account.writes_for:
        appointments.appoint_contributor(person, instansi=instansi[row.code], actor=SYSTEM)
    return person


def _require_demo() -> None:
    if not settings.DEMO:
        raise DemoOnly
