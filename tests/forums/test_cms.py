"""Rooms in the CMS: an organiser makes one by its form; nobody else does."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from community.enums import Audience, Scope
from forums.links import RESERVED
from forums.models import RoomActivity, RoomPage
from tests.factories.community import GroupFactory, InstansiFactory, UserFactory
from tests.factories.forums import RoomPageFactory, TopicFactory, forum_index

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WARNING = "tampaknya memuat data pribadi: nomor telepon"


def form_data(*, action: str = "action-publish", **changes) -> dict:
    """What the form of a room sends; `action` is the name of the button."""
    data = {
        "title": "Tanya kinerja",
        "slug": "tanya-kinerja",
        "summary": "Penilaian dan dialog.",
        "guidelines": rich_text("<p>Tanpa NIP.</p>"),
        "allows_questions": "on",
        "scope": Scope.HELPING.value,
        "audience": Audience.PUBLIC.value,
    } | changes
    several = {name: data.pop(name) for name in [name for name, value in data.items() if isinstance(value, list)]}
    return {**nested_form_data(data), **several, action: "1"}


def create(client, **changes):
    address = reverse("wagtailadmin_pages:add", args=("forums", "roompage", forum_index().pk))
    return client.post(address, form_data(**changes))


def edit(client, room, **changes):
    return client.post(reverse("wagtailadmin_pages:edit", args=(room.pk,)), form_data(**changes))


def test_organiser_makes_a_room_with_its_stewards(client_of, member):
    form = client_of("organiser").get(reverse("wagtailadmin_pages:add", args=("forums", "roompage", forum_index().pk)))
    assert "Jenis topik yang diterima" in form.content.decode()

    response = create(client_of("organiser"), stewards=[str(member.pk)])

    room = RoomPage.objects.get()
    assert response.status_code == 302
    assert (room.live, room.get_url(), room.allowed_kinds) == (True, "/forum/tanya-kinerja/", ["question"])
    assert [row.person for row in room.room_stewards.all()] == [member]
    assert RoomActivity.objects.get(room=room).topic_count == 0


@pytest.mark.parametrize(("role", "is_offered"), [("organiser", True), ("steward", True), ("contributor", False)])
def test_first_screen_leads_to_an_announcement(client_of, role, is_offered):
    page = client_of(role).get("/cms/").content.decode()

    assert ('href="/forum/tanya/?tujuan=pengumuman"' in page) is is_offered
    assert ("Tulis pengumuman" in page) is is_offered


def test_preview_shows_a_room_that_was_never_saved(client_of):
    client = client_of("organiser")
    address = reverse("wagtailadmin_pages:preview_on_add", args=("forums", "roompage", forum_index().pk))

    client.post(address, form_data(title="Belum pernah disimpan"))

    shown = client.get(address)
    assert shown.status_code == 200
    assert "Belum pernah disimpan" in shown.content.decode()
    assert not RoomPage.objects.exists()


def test_editing_keeps_counts_and_stewards_and_can_take_them_away(client_of, member):
    room = RoomPageFactory(slug="tanya-kinerja", stewards=[member])
    TopicFactory(room=room)

    edit(client_of("organiser"), room, summary="Lain.", stewards=[str(member.pk)])
    kept = RoomPage.objects.get()
    assert (kept.summary, kept.activity.topic_count) == ("Lain.", 1)
    assert [row.person for row in kept.room_stewards.all()] == [member]
    edit(client_of("organiser"), room)

    assert not RoomPage.objects.get().room_stewards.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"allows_questions": ""}, "allows_questions"),
        ({"audience": Audience.INSTANSI.value}, "owners"),
        ({"audience": Audience.GROUP.value}, "audience_groups"),
        ({"summary": ""}, "summary"),
        ({"summary": "a" * 201}, "summary"),
        ({"scope": "semua"}, "scope"),
        ({"stewards": ["999999"]}, "stewards"),
        ({"stewards": ["x"]}, "stewards"),
        ({"owners": ["999999"]}, "owners"),
    ],
)
def test_form_refuses_with_a_message_at_its_field(client_of, changes, field):
    response = create(client_of("organiser"), **changes)

    assert list(response.context["form"].errors) == [field]
    assert not RoomPage.objects.exists()


@pytest.mark.parametrize("action", ["action-publish", "action-save"])
def test_new_room_with_the_name_of_a_page_of_the_forum_gets_a_free_address(client_of, action):
    for _ in range(2):
        create(client_of("organiser"), action=action, title="Tanya", slug="tanya")

    assert list(RoomPage.objects.order_by("pk").values_list("slug", flat=True)) == ["tanya-2", "tanya-3"]


@pytest.mark.parametrize("action", ["action-publish", "action-save"])
@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_room_takes_no_address_of_the_forum(client_of, slug, action):
    response = create(client_of("organiser"), action=action, slug=slug)

    assert response.context["form"].errors == {"slug": ["Alamat ini dipakai portal sendiri. Pilih yang lain."]}
    assert not RoomPage.objects.exists()


def test_room_keeps_its_own_address_when_it_is_edited(client_of):
    room = RoomPageFactory(slug="tanya-kinerja")

    edit(client_of("organiser"), room, slug="tanya")

    assert RoomPage.objects.get().slug == "tanya-kinerja"


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "Hubungi 0812-3456-7890."},
        {"guidelines": rich_text("<p>Jangan seperti ini: <b>0812-3456-7890</b>.</p>")},
    ],
)
def test_personal_data_in_a_room_is_warned_of_but_not_refused(client_of, changes):
    client = client_of("organiser")

    create(client, **changes)
    told = [client.get("/cms/").content.decode()]
    edit(client, RoomPage.objects.get(), **changes)
    told += [client.get("/cms/").content.decode(), client.get("/cms/").content.decode()]

    assert [WARNING in page for page in told] == [True, True, False]
    assert "0812-3456-7890" in RoomPage.objects.get().summary + RoomPage.objects.get().guidelines


def test_a_room_without_personal_data_is_warned_of_nothing(client_of):
    create(client_of("organiser"))

    assert "data pribadi" not in client_of("organiser").get("/cms/").content.decode()


def test_unverified_people_cannot_be_chosen_as_stewards(client_of, newcomer):
    response = create(client_of("organiser"), stewards=[str(newcomer.pk)])

    assert list(response.context["form"].errors) == ["stewards"]


def test_room_for_an_instansi_or_a_group(client_of):
    home, group = InstansiFactory(), GroupFactory()

    create(client_of("organiser"), audience=Audience.INSTANSI.value, owners=[str(home.pk)])
    group_room = {"audience": Audience.GROUP.value, "audience_groups": [str(group.pk)], "slug": "lain"}
    create(client_of("organiser"), **group_room)

    assert {(room.audience, room.owner_count, room.audience_group_count) for room in RoomPage.objects.all()} == {
        (Audience.INSTANSI, 1, 0),
        (Audience.GROUP, 0, 1),
    }


@pytest.mark.parametrize("role", ["visitor", "member", "contributor", "steward"])
def test_others_make_no_rooms(client_of, role):
    create(client_of(role))

    assert not RoomPage.objects.exists()


def test_room_in_which_somebody_wrote_is_not_deleted(client_of):
    used, empty = TopicFactory().room, RoomPageFactory()

    for room in (used, empty):
        client_of("organiser").post(reverse("wagtailadmin_pages:delete", args=(room.pk,)))

    assert list(RoomPage.objects.all()) == [used]


def test_forum_itself_stays(client_of):
    for act in ("delete", "unpublish"):
        client_of("organiser").post(reverse(f"wagtailadmin_pages:{act}", args=(forum_index().pk,)))

    assert forum_index().live


def test_copied_room_starts_with_counts_of_its_own(client_of):
    room = TopicFactory().room
    data = {"new_title": "Lain", "new_slug": "lain", "new_parent_page": str(forum_index().pk), "alias": ""}

    client_of("organiser").post(reverse("wagtailadmin_pages:copy", args=(room.pk,)), data)

    copied = RoomPage.objects.get(slug="lain")
    assert copied.activity.topic_count == 0
    assert room.activity.topic_count == 1


def test_steward_of_a_room_follows_the_published_version(member):
    room = RoomPageFactory(stewards=[member])
    other = UserFactory(verified=True)
    room.room_stewards.set([type(room.room_stewards.first())(person=other)])

    room.save_revision()
    assert [row.person for row in RoomPage.objects.get().room_stewards.all()] == [member]
    room.save_revision().publish()

    assert [row.person for row in RoomPage.objects.get().room_stewards.all()] == [other]


@pytest.mark.parametrize("role", ["contributor", "steward"])
@pytest.mark.parametrize("hidden", [{"draft": True}, {"for_owners": True}])
def test_a_room_that_an_editor_may_not_read_is_not_there(client_of, role, hidden):
    owners = [InstansiFactory()] if "for_owners" in hidden else []
    room = RoomPageFactory(title="Rahasia dahulu", owners=owners, **hidden)

    for address in (f"/cms/pages/{room.pk}/edit/", f"/cms/choose-page/{room.pk}/"):
        assert client_of(role).get(address).status_code == 404
    for address in (f"{forum_index().pk}/?page_type=wagtailcore.page", "search/?q=rahasia"):
        chooser = client_of(role).get(f"/cms/choose-page/{address}")
        assert chooser.status_code == 200
        assert "Rahasia dahulu" not in chooser.content.decode()
