"""Whatever instant a process dies at, no entry disagrees with its row.

The process that dies is a fork of the test's own, on a database that commits; SIGKILL leaves it no time to tidy up.
"""

import contextlib
import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from itertools import chain, count

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import Signal
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, pre_page_move
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from community import work
from community.models import Instansi, PortalSettings, User
from community.signals import instansi_changed, person_changed
from practices import services
from practices.models import PracticePage
from practices.signals import practice_changed
from search import truth
from search.enums import Kind
from search.models import EntryRefresh
from tests.factories.community import InstansiFactory, SubAspectFactory, UserFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory
from tests.support.tiers import slow_except

ANNOUNCED = [practice_changed, instansi_changed, person_changed]
BETWEEN = [*ANNOUNCED, page_published, page_unpublished, page_slug_changed, pre_page_move, post_page_move]
EVERYWHERE = [*BETWEEN, pre_save, post_save, pre_delete, post_delete, m2m_changed]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def in_fork(act: Callable[[], None], kill_after: float | None = None) -> bool:
    """Run `act` in a forked process with connections of its own; whether it lived to its end."""
    child = fork(act)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the act failed by itself"
    return not os.WIFSIGNALED(status)


def fork(act: Callable[[], None]) -> int:
    """Start `act` in a process of its own; the process id."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def dying_at(nth: int, signals: list[Signal], act: Callable[[], None]) -> Callable[[], None]:
    """`act`, dying by SIGKILL when one of `signals` is about to be sent for the `nth` time."""

    def run():
        left, send = nth, Signal.send

        def counted(self, *args, **kwargs):
            nonlocal left
            if any(self is one for one in signals):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return send(self, *args, **kwargs)

        Signal.send = counted
        act()

    return run


def assert_true(*kinds: Kind) -> None:
    """No entry disagrees with its row; those that wait for the worker are excused, by their ids."""
    untrue = {kind: found for kind in kinds or Kind if (found := set(truth.disagreeing(kind)) - waiting(kind))}
    assert untrue == {}


def waiting(kind: Kind) -> set[int]:
    """Objects whose entries the worker has yet to write: a rename queues them when more than `AT_ONCE` repeat it."""
    rows = EntryRefresh.objects.waiting().filter(kind=kind)
    return set(chain.from_iterable(rows.values_list("object_ids", flat=True)))


def assert_true_when_worked_off() -> None:
    while work.work_off():
        pass
    assert not EntryRefresh.objects.waiting().exists()
    assert_true()


class Doings:
    """What people do to practices, agencies and members, through services and through the CMS; by primary keys."""

    def __init__(self):
        self.admin = UserFactory(is_superuser=True).pk
        self.owners = [owner.pk for owner in InstansiFactory.create_batch(2)]
        self.person = UserFactory(verified=True, instansi_id=self.owners[0]).pk
        owners = list(Instansi.objects.filter(pk__in=self.owners))
        self.live = PracticePageFactory(owners=owners[:1]).pk
        self.draft = PracticePageFactory(owners=owners[1:], draft=True).pk
        scheduled = PracticePageFactory(owners=owners[:1], draft=True)
        scheduled.go_live_at = timezone.now() + timedelta(days=1)
        scheduled.save_revision().publish()
        Revision.objects.filter(object_id=scheduled.pk).update(approved_go_live_at=timezone.now() - timedelta(days=1))
        self.browser = Client()
        self.browser.force_login(User.objects.get(pk=self.admin), backend=BACKEND)
        self.form = self.cms_form()

    def cms_form(self) -> dict:
        """What the CMS form of the live practice sends."""
        prose = {name: rich_text("<p>Isi</p>") for name in ("context", "problem", "solution", "lessons")}
        streams = {name: streamfield([]) for name in PracticePage.STREAM_FIELDS}
        fields = {
            "title": "Judul",
            "slug": "judul",
            "summary": "Ringkasan",
            "has_behaviour_problem": "on",
            "scope": "best_practice",
            "audience": "public",
            "reported_at": "2022-04-28",
            "comments": inline_formset([]),
        }
        framework = PortalSettings.load().active_framework
        subaspect = SubAspectFactory(aspect__framework=framework, aspect__number=90)
        several = {"owners": [str(self.owners[0])], "subaspects": [str(subaspect.pk)]}
        return {**nested_form_data({**fields, **prose, **streams}), **several}

    @property
    def actor(self) -> User:
        return User.objects.get(pk=self.admin)

    # --- services ---

    def create(self):
        services.create_practice(
            actor=self.actor,
            title=f"Praktik {time.time()}",
            summary="Ringkasan",
            problem="<p>Masalah</p>",
            reported_at="2022-04-28",
            owners=list(Instansi.objects.filter(pk__in=self.owners)),
        )

    def publish(self):
        services.publish_practice(PracticePage.objects.get(pk=self.draft), actor=self.actor)

    def rename(self):
        page = PracticePage.objects.get(pk=self.live)
        services.save_draft(page, actor=self.actor, title=f"Judul {time.time()}")
        services.publish_practice(page, actor=self.actor)

    def unpublish(self):
        with transaction.atomic():  # as every write of the CMS
            PracticePage.objects.get(pk=self.live).unpublish(user=self.actor)

    def rename_owner(self):
        with transaction.atomic():
            row = Instansi.objects.select_for_update().get(pk=self.owners[0])
            row.name = f"Kota {time.time()}"
            row.save()
            instansi_changed.send(Instansi, instansi_id=row.pk)

    def rename_person(self):
        with transaction.atomic():
            row = User.objects.select_for_update().get(pk=self.person)
            row.name = f"Orang {time.time()}"
            row.save()
            person_changed.send(User, user_id=row.pk)

    def publish_on_schedule(self):
        call_command("publish_scheduled")

    # --- CMS ---

    def post(self, address: str, data: dict | None = None):
        response = self.browser.post(address, data or {})
        assert response.status_code == 302, response.content.decode()[:3000]

    def publish_in_cms(self):
        self.post(f"/cms/pages/{self.live}/edit/", self.form | {"title": f"Judul {time.time()}", "action-publish": "1"})

    def change_slug_in_cms(self):
        slug = f"alamat-{time.time_ns()}"
        self.post(f"/cms/pages/{self.live}/edit/", self.form | {"slug": slug, "action-publish": "1"})

    def move_in_cms(self):
        self.post(f"/cms/pages/{self.draft}/move/{practice_index().pk}/confirm/")

    def unpublish_in_cms(self):
        self.post(f"/cms/pages/{self.live}/unpublish/")

    def delete_in_cms(self):
        self.post(f"/cms/pages/{self.live}/delete/")


ACTS = [name for name in vars(Doings) if not name.startswith("_") and name not in {"actor", "post", "cms_form"}]


@pytest.fixture
def doings(transactional_db):
    made = Doings()
    for kind in Kind:
        for _ in truth.rebuild(kind):
            pass
    return made


@pytest.mark.parametrize("act", slow_except(ACTS, "publish"))
def test_a_process_that_dies_between_save_and_signal_leaves_true_entries(doings, act):
    moments = chain(range(1, 6), count(8, 4))  # the slow test takes all

    deaths = 0
    while not in_fork(dying_at(next(moments), BETWEEN, getattr(doings, act))):
        deaths += 1
        assert_true(Kind.PRACTICE, Kind.PERSON)

    assert deaths
    assert_true()


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_a_process_that_dies_at_any_signal_leaves_true_entries(doings, act):
    deaths = 0
    while not in_fork(dying_at(deaths + 1, EVERYWHERE, getattr(doings, act))):
        deaths += 1
        assert_true(Kind.PRACTICE, Kind.PERSON)

    assert_true()


def do_anything(doings: Doings, seed: int) -> None:
    """One thing after another, whatever it answers: some are refused, since a practice is gone or not live."""
    dice = random.Random(seed)
    while True:
        with contextlib.suppress(Exception):
            getattr(doings, dice.choice(ACTS))()


def die_at_random(doings: Doings, deaths: int, longest: float) -> None:
    dice = random.Random(4711)
    for seed in range(deaths):
        assert not in_fork(lambda seed=seed: do_anything(doings, seed), kill_after=dice.uniform(0.02, longest))
        assert_true(Kind.PRACTICE, Kind.PERSON)
        if not PracticePage.objects.filter(pk=doings.live).exists():
            doings.live = PracticePageFactory(owners=list(Instansi.objects.filter(pk__in=doings.owners))).pk
    assert_true_when_worked_off()


def test_a_process_that_dies_at_random_leaves_true_entries(doings):
    die_at_random(doings, deaths=8, longest=0.5)


@pytest.mark.slow
def test_many_processes_that_die_at_random_leave_true_entries(doings):
    die_at_random(doings, deaths=150, longest=1.5)


@pytest.mark.slow
def test_processes_that_write_at_once_and_die_leave_true_entries(doings):
    """Three at a time over the same practices: locks, waits and deadlocks included."""
    dice = random.Random(4712)
    for round_ in range(25):
        connections.close_all()
        children = [fork(lambda seed=seed: do_anything(doings, seed)) for seed in range(round_ * 3, round_ * 3 + 3)]
        time.sleep(dice.uniform(0.2, 1.5))
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        assert_true(Kind.PRACTICE, Kind.PERSON)
    assert_true_when_worked_off()
