from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, Permission, PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.enums import Affiliation, Scope
from community.models.instansi import Instansi
from community.prepared import prepared
from community.querysets import AppointmentQuerySet, UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes bare rows; people are made by `services.create_person`, which also makes the allauth address."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail; one name field, since many people have one name and titles go with it."""

    email = models.EmailField(_("alamat surel"), unique=True)
    name = models.CharField(_("nama"), max_length=150)
    instansi = models.ForeignKey(
        Instansi, models.RESTRICT, verbose_name=_("instansi"), null=True, blank=True, related_name="people"
    )
    affiliation = models.CharField(_("afiliasi"), max_length=10, choices=Affiliation, default=Affiliation.NONE)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_example = models.BooleanField(_("contoh"), default=False)
    language = models.CharField(
        _("bahasa"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )  # of mails to them; pages are in that of the browser's cookie
    date_joined = models.DateTimeField(_("bergabung"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("orang")
        verbose_name_plural = _("orang")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="community_user_email_lower_case"),
            models.CheckConstraint(condition=Q(affiliation__in=Affiliation.values), name="community_user_affiliation"),
            models.CheckConstraint(
                condition=Q(affiliation=Affiliation.NONE) | Q(instansi__isnull=False),
                name="community_user_affiliation_has_instansi",
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(dict(settings.LANGUAGES))), name="community_user_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What the CMS calls the person in its menu, where it would show the address otherwise."""
        return self.name

    @property
    def is_verified_member(self) -> bool:
        return self.is_active and self.affiliation == Affiliation.VERIFIED and self.instansi_id is not None

    @property
    def verified_instansi_ids(self) -> set[int]:
        return {self.instansi_id} if self.is_verified_member else set()

    @cached_property
    def _groups(self) -> list[tuple[int, str, bool]]:
        """Id and name of each group and whether it opens the CMS, asked once per user object (a request's own)."""
        return _groups_of(self.pk)

    @property
    def group_names(self) -> dict[int, str]:
        """Names of the groups by their ids."""
        return {pk: name for pk, name, _ in self._groups}

    @property
    def group_ids(self) -> set[int]:
        return {pk for pk, _, _ in self._groups}

    @property
    def opening_group_names(self) -> set[str]:
        """Names of the groups that open the CMS to this person."""
        return {name for _, name, opens in self._groups if opens}

    @property
    def may_enter_cms(self) -> bool:
        """`has_perm("wagtailadmin.access_admin")` without queries of its own, since only groups give it."""
        return self.is_superuser or bool(self.opening_group_names)


@prepared
def _groups_of(person: int):
    opening = Permission.objects.filter(
        group=OuterRef("pk"), content_type__app_label="wagtailadmin", codename="access_admin"
    )
    return Group.objects.filter(user=person).values_list("pk", "name", Exists(opening))


class ScopeSteward(models.Model):
    """A steward of one scope: a row, since who looks after which scope is data and no permission of Django's."""

    person = models.ForeignKey(User, models.CASCADE, related_name="stewardships", verbose_name=_("orang"))
    scope = models.CharField(_("lingkup"), max_length=24, choices=Scope)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penatalayan lingkup")
        verbose_name_plural = _("penatalayan lingkup")
        ordering = ["scope", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "scope"], name="community_scopesteward_once"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="community_scopesteward_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_scope_display()}"


class InstansiContributor(models.Model):
    """A contributor: may write practices for one instansi."""

    person = models.ForeignKey(User, models.CASCADE, related_name="contributorships", verbose_name=_("orang"))
    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="contributors", verbose_name=_("instansi"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontributor instansi")
        verbose_name_plural = _("kontributor instansi")
        ordering = ["instansi", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "instansi"], name="community_instansicontributor_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.instansi}"
