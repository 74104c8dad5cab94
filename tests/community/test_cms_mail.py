"""Mails of the CMS are in the language of their reader, whoever caused them."""

import pytest
from django.utils import translation
from wagtail.admin.views.pages import edit
from wagtail.models import Page
from wagtail.users.models import UserProfile

from tests.factories.community import UserFactory
from tests.factories.practices import PracticePageFactory
from tests.support.accounts import mail_languages
from tests.support.practices import SUBMIT, create, decide, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_mails")]


@pytest.mark.parametrize(
    ("of_writer", "subject"),
    [
        ("id", "Halaman “Dialog 15 menit” ditolak dalam “Tinjauan praktik”."),
        ("en", 'The page "Dialog 15 menit" has been rejected during "Tinjauan praktik".'),
    ],
)
def test_a_decision_is_told_in_the_language_of_who_asked_for_it(
    client_of,
    person_of,
    home_instansi,
    subaspect,
    of_writer,
    subject,
):
    type(person_of("contributor")).objects.filter(pk=person_of("contributor").pk).update(language=of_writer)
    create(client_of("contributor"), form_data(subaspect, home_instansi), action=SUBMIT)
    steward = client_of("steward")
    steward.cookies["bahasa"] = "id" if of_writer == "en" else "en"

    decide(steward, Page.objects.latest("pk").specific, "reject", "Tambahkan angka.")

    assert mail_languages()[-1] == (of_writer, subject)


@pytest.mark.once
def test_comments_are_told_to_each_in_their_language_or_that_of_their_cms():
    people = [UserFactory(language="id"), UserFactory(language="en"), UserFactory(language="en")]
    UserProfile.objects.create(user=people[2], preferred_language="id")
    context = {"page": PracticePageFactory(), "editor": UserFactory(name="Sari")}
    context |= {f"{kind}_comments": [] for kind in ("new", "resolved", "deleted", "replied")}

    with translation.override("en"):
        assert edit.send_notification(people, "updated_comments", context)

    assert [language for language, _ in mail_languages()] == ["id", "en", "id"]
