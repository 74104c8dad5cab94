"""Members in bulk: verified, without a password, spread over the agencies as staff is: few have many."""

from allauth.account.models import EmailAddress
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from community.enums import Affiliation
from community.models import Instansi, User
from cop_portal.load.texts import Writer
from search import entries
from search.enums import Kind

BATCH = 2_000
FIRST = ("Ratna", "Agus", "Dewi", "Budi", "Siti", "Eko", "Wulan", "Hendra", "Putri", "Joko", "Nurul", "Rizki", "Maya")
LAST = ("Wijayanti", "Santoso", "Lubis", "Siregar", "Pratama", "Hidayat", "Nasution", "Saputra", "Rahman", "Kusuma")


def add_members(count: int, writer: Writer) -> range:
    """Write `count` people and return their ids; a second call adds others. No mail is sent, nobody can sign in."""
    affiliable = Instansi.objects.affiliable(timezone.localdate())
    agencies = list(affiliable.order_by("pk").values_list("pk", flat=True))
    first = next_pk(User)
    for start in range(first, first + count, BATCH):
        pks = range(start, min(start + BATCH, first + count))
        people = [_person(pk, writer.skewed(agencies), writer) for pk in pks]
        with transaction.atomic():
            User.objects.bulk_create(people)
            EmailAddress.objects.bulk_create(
                EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people
            )
            entries.refresh_many(Kind.PERSON, pks)
    continue_keys(User)
    return range(first, first + count)


def next_pk(model) -> int:
    """The lowest id that no row has or had, as far as the rows tell; rows are then written with ids given here."""
    last = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def continue_keys(model) -> None:
    """Let the database give ids after those that were given here."""
    for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _person(pk: int, agency: int, writer: Writer) -> User:
    name = f"{writer.random.choice(FIRST)} {writer.random.choice(LAST)}"
    return User(
        pk=pk,
        email=f"uji.{pk}@contoh.example",
        password="!",  # noqa: S106 -- no password fits it
        name=name,
        instansi_id=agency,
        affiliation=Affiliation.VERIFIED,
        is_example=True,
    )
