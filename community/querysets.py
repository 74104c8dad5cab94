"""Filters that every app reuses."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from community.enums import Affiliation, Audience, Role


class AudienceQuerySet(models.QuerySet):
    """For models with the fields of `ScopedContent`."""

    def visible_to(self, user):
        """List form of `permissions.can_read`, without joins that repeat a row."""
        if user.is_active and user.is_superuser:
            return self
        allowed = Q(audience=Audience.PUBLIC)
        if user.is_authenticated and user.is_active:
            if user.is_verified_member:
                allowed |= Q(audience=Audience.MEMBERS)
                allowed |= Q(audience=Audience.INSTANSI) & self._linked(
                    "owners", "instansi", user.verified_instansi_ids
                )
            if user.group_ids:  # most have none, and asking for nothing costs as much
                allowed |= Q(audience=Audience.GROUP) & self._linked("audience_groups", "group", user.group_ids)
        return self.filter(allowed)

    def _linked(self, field: str, target: str, ids) -> Q:
        """Whether the row's many-to-many `field` names one of `ids`, as a subquery."""
        relation = self.model._meta.get_field(field)
        source = relation.m2m_field_name()
        links = relation.remote_field.through.objects.filter(**{source: OuterRef("pk"), f"{target}__in": list(ids)})
        return Q(Exists(links))


class WorkQuerySet(models.QuerySet):
    """For models with the fields of `Work`."""

    def waiting(self):
        """Rows that are neither done nor given up."""
        return self.filter(done_at__isnull=True, failed_at__isnull=True)

    def due(self, now):
        """Rows that a worker may claim at `now`, the longest waiting first."""
        return self.waiting().filter(claimed_at__isnull=True, next_try_at__lte=now).order_by("next_try_at", "pk")

    def abandoned(self, now, lease: timedelta):
        """Rows whose claim is older than `lease`: the worker that held them is dead."""
        return self.waiting().filter(claimed_at__lt=now - lease)


def _verified(person: str = "") -> Q:
    """That an affiliation is confirmed; `person` is the path to whose it is, as in `person__`."""
    return Q(**{f"{person}affiliation": Affiliation.VERIFIED, f"{person}instansi__isnull": False})


class AppointmentQuerySet(models.QuerySet):
    """For rows that appoint their `person` to something."""

    def in_force(self):
        """Those whose person is a verified member today: an appointment rests while its person is none."""
        return self.filter(_verified("person__"), person__is_active=True)


class UserQuerySet(models.QuerySet):
    def organisers(self):
        """Active people of the organisers' group."""
        return self.active().filter(groups__name=Role.ORGANISER)

    def readers_of(self, item):
        """The people who may read `item` (a `ScopedContent`): `permissions.can_read` asked the other way round."""
        allowed = Q(is_superuser=True)
        match item.audience:
            case Audience.PUBLIC:
                return self.active()
            case Audience.MEMBERS:
                allowed |= _verified()
            case Audience.INSTANSI:
                allowed |= _verified() & Q(instansi__in=list(item.owner_ids))
            case Audience.GROUP:
                groups = self.model.groups.through.objects.filter(user=OuterRef("pk"))
                allowed |= Q(Exists(groups.filter(group__in=list(item.audience_group_ids))))
        return self.active().filter(allowed)

    def active(self):
        return self.filter(is_active=True)

    def verified(self):
        """Active people whose affiliation is confirmed."""
        return self.active().filter(_verified())

    def listed(self):
        """Those whom the directory of members names: verified, and invented ones only in the demo."""
        return self.verified() if settings.DEMO else self.verified().filter(is_example=False)


class InstansiQuerySet(models.QuerySet):
    def current(self, today):
        """Agencies that exist on `today`."""
        return self.exclude(active_to__lt=today).exclude(active_from__gt=today)

    def affiliable(self, today):
        """Agencies that a person may belong to: administrative kota and kabupaten have no government of their own."""
        return self.current(today).filter(is_autonomous=True)


class FollowQuerySet(models.QuerySet):
    def of(self, subject: str, object_id: int):
        """Who follows this, or has said that they do not want to."""
        return self.filter(subject=subject, object_id=object_id)

    def wanted(self):
        """Without those who said that they do not want to hear of it."""
        return self.filter(is_muted=False)


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)

    def gathering(self, kind: str, subject: str, object_id: int):
        """Unread notices that what happens to a row next is added to; `object_id` is its id."""
        return self.filter(kind=kind, subject=subject, gathering=object_id)

    def mark_read(self) -> int:
        """Mark the unread among them as read; how many were."""
        return self.unread().update(read_at=timezone.now())

    def newest_first(self):
        return self.order_by("-created_at", "-pk")
