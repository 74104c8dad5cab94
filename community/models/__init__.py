from community.models.content import READING, ScopedContent
from community.models.documents import DocumentReading, DocumentText
from community.models.drafts import Draft
from community.models.feedback import PageFeedback
from community.models.follows import Follow
from community.models.instansi import Instansi, InstansiDomain
from community.models.mail import QueuedMail
from community.models.media import PortalDocument, PortalImage, PortalRendition
from community.models.merit import Aspect, Framework, SubAspect
from community.models.news import News
from community.models.notices import Notice
from community.models.pages import IndexPage, PortalPage, ScopedPage
from community.models.people import InstansiContributor, ScopeSteward, User
from community.models.profiles import MailMute, NoticeMailing, Profile
from community.models.reference import ReferenceStep
from community.models.settings import PortalSettings
from community.models.work import PeriodicRun, Work

__all__ = [
    "READING",
    "Aspect",
    "DocumentReading",
    "DocumentText",
    "Draft",
    "Follow",
    "Framework",
    "IndexPage",
    "Instansi",
    "InstansiContributor",
    "InstansiDomain",
    "MailMute",
    "News",
    "Notice",
    "NoticeMailing",
    "PageFeedback",
    "PeriodicRun",
    "PortalDocument",
    "PortalImage",
    "PortalPage",
    "PortalRendition",
    "PortalSettings",
    "Profile",
    "QueuedMail",
    "ReferenceStep",
    "ScopeSteward",
    "ScopedContent",
    "ScopedPage",
    "SubAspect",
    "User",
    "Work",
]
