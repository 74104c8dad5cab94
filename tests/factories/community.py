"""People, agencies and the merit framework, dull enough to need no reading."""

from datetime import date

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from community.enums import Affiliation, InstansiKind, NoticeKind, Scope, Subject
from community.models import (
    Aspect,
    Framework,
    Instansi,
    InstansiContributor,
    InstansiDomain,
    Notice,
    PageFeedback,
    ScopeSteward,
    SubAspect,
    User,
)

PASSWORD = "rahasia-uji"


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Framework

    code = factory.Sequence(lambda n: f"kerangka-{n}")
    name = factory.Sequence(lambda n: f"Kerangka {n}")
    valid_from = date(2018, 1, 1)


class AspectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Aspect

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"aspek-{n}")
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Aspek {n}")


class SubAspectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SubAspect

    aspect = factory.SubFactory(AspectFactory)
    code = factory.Sequence(lambda n: f"sub-aspek-{n}")
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Sub-aspek {n}")


class InstansiFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instansi

    code = factory.Sequence(lambda n: f"99.{n:02}")
    name = factory.Sequence(lambda n: f"Kota Contoh {n}")
    kind = InstansiKind.KOTA


class InstansiDomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InstansiDomain

    instansi = factory.SubFactory(InstansiFactory)
    domain = factory.Sequence(lambda n: f"uji{n}.go.id")


class UserFactory(factory.django.DjangoModelFactory):
    """An active person with `PASSWORD` and a verified address; trait `verified` gives a confirmed instansi."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        verified = factory.Trait(affiliation=Affiliation.VERIFIED, instansi=factory.SubFactory(InstansiFactory))
        pending = factory.Trait(affiliation=Affiliation.PENDING, instansi=factory.SubFactory(InstansiFactory))

    email = factory.Sequence(lambda n: f"orang{n}@contoh.go.id")
    name = factory.Sequence(lambda n: f"Orang {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group
        django_get_or_create = ["name"]

    name = factory.Sequence(lambda n: f"Kelompok {n}")


class ScopeStewardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScopeSteward

    person = factory.SubFactory(UserFactory, verified=True)
    scope = Scope.BEST_PRACTICE


class InstansiContributorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InstansiContributor

    instansi = factory.SubFactory(InstansiFactory)
    person = factory.SubFactory(UserFactory, verified=True, instansi=factory.SelfAttribute("..instansi"))


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    recipient = factory.SubFactory(UserFactory, verified=True)
    kind = NoticeKind.REPLY
    subject = Subject.POST
    object_id = factory.Sequence(lambda n: n + 1)
    key = factory.Sequence(lambda n: f"uji:{n}")


class PageFeedbackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PageFeedback

    subject = Subject.PRACTICE
    object_id = factory.Sequence(lambda n: n + 1)
    is_helpful = False
