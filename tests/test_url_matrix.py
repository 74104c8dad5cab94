"""Every address × every role. What each role gets is written by hand here, never recorded from the portal.

A new URL pattern fails `test_every_pattern_is_classified` until it stands in `MATRIX` (or, of Wagtail's own screens, in
`CMS`, whose patterns are covered by representative addresses). Reading is asked here; what a form may change is asked
where its service is tested.
"""

import pytest
from django.contrib.auth.models import Group
from django.urls import resolve

from community.enums import Scope
from community.models import Framework, PortalSettings
from cop_portal.models import HomePage
from forums import services
from practices.models import PracticeIndexPage
from tests.factories.community import NoticeFactory, UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.media import PortalDocumentFactory
from tests.factories.practices import PracticePageFactory
from tests.support.addresses import patterns
from tests.support.people import ROLES

SIGN_IN, HOME, CMS_HOME = "/akun/masuk/", "/", "/cms/"
CONFIRM = "/akun/konfirmasi/"
SOME_AT_ONCE = [ROLES[start : start + 3] for start in range(0, len(ROLES), 3)]  # they share what they look at


def row(*expected) -> dict:
    """Expected answers in the order of `ROLES`: a status, or where a redirect ends."""
    return dict(zip(ROLES, expected, strict=True))


def everyone(expected) -> dict:
    return row(*[expected] * len(ROLES))


def signed_in(expected, visitor=SIGN_IN) -> dict:
    return row(visitor, *[expected] * (len(ROLES) - 1))


NOT_SIGNED_IN_ONLY = signed_in(HOME, visitor=200)  # sign-in and sign-up send home who is signed in

MAY_NOT_OPEN_CMS, MAY_OPEN_CMS = ROLES[1:4], ROLES[4:]

MEMBERS = ROLES[2:]
MODERATORS = ("steward", "organiser", "administrator")  # of rooms in best practice

# That there is a CMS is no secret, so 403 there; inside it Wagtail leads back to its front page with a message.
# fmt: off
#                         visitor  unverified member other  contributor steward    other     organiser administrator
MEMBERS_ONLY      = row( 404,     404,       200,   200,         200,        200,    200,          200,      200)
DIRECTORY         = row( SIGN_IN, 404,       200,   200,         200,        200,    200,          200,      200)
HOME_INSTANSI     = row( 404,     404,       200,   404,         200,        200,    404,          404,      200)
GROUP_OF_OTHER    = row( 404,     404,       404,   200,         404,        404,    404,          404,      200)
ORGANISERS        = row( SIGN_IN, 404,       404,   404,         404,        404,    404,          200,      200)
HELD              = row( 404,     404,       404,   404,         404,        200,    404,          200,      200)
FORUM_STEWARDS    = row( SIGN_IN, 404,       404,   404,         404,        200,    200,          200,      200)
FORUM_STEWARDS_OF_SCOPE = HELD | {"visitor": SIGN_IN}
CMS_ANYBODY       = row( SIGN_IN, 403,       403,   403,         200,        200,    200,          200,      200)
CMS_ORGANISER     = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   200,      200)
CMS_OF_SCOPE      = row( SIGN_IN, 403,       403,   403,         200,        200,    CMS_HOME,     200,      200)
CMS_STEWARDS      = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   200,    200,          200,      200)
CMS_NOBODY        = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   CMS_HOME, CMS_HOME)
CMS_ADMINISTRATOR = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   CMS_HOME, 200)
CMS_HIDDEN        = row( SIGN_IN, 403,       403,   403,         404,        200,    404,          200,      200)
CMS_HIDDEN_ORG    = row( SIGN_IN, 403,       403,   403,         404,        CMS_HOME, 404,        200,      200)
CMS_DRAFT         = row( SIGN_IN, 403,       403,   403,         200,        200,    404,          200,      200)
CMS_DRAFT_DELETE  = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   200,    404,          200,      200)
CMS_FILE          = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   200,      200)
CMS_CHOSEN        = row( SIGN_IN, 403,       403,   403,         404,        404,    404,          200,      200)
# fmt: on

# pattern of the URLconf → addresses of it → who gets what
MATRIX = {
    "static/cop/portal.css": {"/static/cop/portal.css": everyone(200)},
    "healthz": {"/healthz": everyone(200)},
    "readyz": {"/readyz": everyone(200)},
    "robots.txt": {"/robots.txt": everyone(200)},
    "favicon.ico": {"/favicon.ico": everyone("/static/cop/favicon.ico")},
    ".well-known/security.txt": {"/.well-known/security.txt": everyone(200)},
    "sitemap.xml": {"/sitemap.xml": everyone(200)},
    "sitemap-<str:section>.xml": {"/sitemap-halaman.xml": everyone(200), "/sitemap-lain.xml": everyone(404)},
    "metrics": {"/metrics": everyone(404) | {"administrator": 200}},
    "csp/": {"/csp/": everyone(405)},
    "gaya/": {"/gaya/": everyone(200)},  # of the demo; elsewhere see tests/cop_portal/test_gallery.py
    "bahasa/": {"/bahasa/": everyone(405)},
    "berkas/<path:path>": {"/berkas/tidak-ada.pdf": everyone(404), "/berkas/../manage.py": everyone(404)},
    "akun/masuk/": {"/akun/masuk/": NOT_SIGNED_IN_ONLY},
    "akun/keluar/": {"/akun/keluar/": signed_in(200, visitor=HOME)},
    "akun/daftar/": {"/akun/daftar/": NOT_SIGNED_IN_ONLY},
    "akun/tidak-aktif/": {"/akun/tidak-aktif/": everyone(200)},
    "akun/konfirmasi/": {"/akun/konfirmasi/": signed_in(200)},
    "akun/surel/": {"/akun/surel/": signed_in(200)},
    "akun/verifikasi/": {"/akun/verifikasi/": everyone(200)},
    r"akun/verifikasi/(?P<key>[-:\w]+)/$": {"/akun/verifikasi/bukan-kunci/": everyone(200)},
    "akun/dua-langkah/": {"/akun/dua-langkah/": signed_in(200)},
    "akun/dua-langkah/masuk/": {"/akun/dua-langkah/masuk/": signed_in(HOME)},
    "akun/dua-langkah/konfirmasi/": {"/akun/dua-langkah/konfirmasi/": signed_in(CONFIRM)},
    "akun/dua-langkah/aplikasi/": {"/akun/dua-langkah/aplikasi/": signed_in(CONFIRM)},
    "akun/dua-langkah/aplikasi/hapus/": {"/akun/dua-langkah/aplikasi/hapus/": signed_in(404)},
    "akun/dua-langkah/kunci-sandi/": {"/akun/dua-langkah/kunci-sandi/": signed_in(CONFIRM)},
    "akun/dua-langkah/kunci-sandi/<int:pk>/hapus/": {"/akun/dua-langkah/kunci-sandi/1/hapus/": signed_in(CONFIRM)},
    "akun/dua-langkah/kunci-sandi/konfirmasi/": {"/akun/dua-langkah/kunci-sandi/konfirmasi/": signed_in(CONFIRM)},
    "akun/dua-langkah/cadangan/": {"/akun/dua-langkah/cadangan/": signed_in(404)},
    "akun/dua-langkah/cadangan/baru/": {"/akun/dua-langkah/cadangan/baru/": signed_in(CONFIRM)},
    "akun/dua-langkah/cadangan/unduh/": {"/akun/dua-langkah/cadangan/unduh/": signed_in(404)},
    "akun/sandi/": {"/akun/sandi/": signed_in(200)},
    "akun/sandi/lupa/": {"/akun/sandi/lupa/": everyone(200)},
    "akun/sandi/lupa/terkirim/": {"/akun/sandi/lupa/terkirim/": everyone(200)},
    r"akun/sandi/baru/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[^/]+)/$": {"/akun/sandi/baru/1-palsu/": everyone(200)},
    "akun/sandi/baru/selesai/": {"/akun/sandi/baru/selesai/": everyone(200)},
    "akun/sandi/buat/": {"/akun/sandi/buat/": signed_in("/akun/sandi/")},
    # without an issuer; with one see tests/community/test_single_sign_on.py
    **{f"akun/sso/{name}": {f"/akun/sso/{name}": everyone(404)} for name in ("", "kembali/", "daftar/", "sambungan/")},
    "akun/sso/putuskan/": {"/akun/sso/putuskan/": everyone(404)},
    "cari/": {"/cari/": everyone(200)},
    "cari/klik/<uuid:search_id>/<str:kind>/<int:object_id>/<int:position>/": {
        "/cari/klik/00000000-0000-4000-8000-000000000000/practice/1/1/": everyone(405)
    },
    "cari/saran/": {"/cari/saran/": everyone(200)},
    "kontak/kirim/": {"/kontak/kirim/": everyone("/kontak/")},
    "umpan-balik/<str:kind>/<int:pk>/": {
        "/umpan-balik/praktik/{public_id}/": everyone(200),
        "/umpan-balik/praktik/{members_id}/": MEMBERS_ONLY,
        "/umpan-balik/praktik/{instansi_id}/": HOME_INSTANSI,
        "/umpan-balik/praktik/{group_id}/": GROUP_OF_OTHER,
        "/umpan-balik/praktik/{draft_id}/": everyone(404),
        "/umpan-balik/fgd/{event_members_id}/": MEMBERS_ONLY,
        "/umpan-balik/ruang/{room_instansi_id}/": HOME_INSTANSI,
        "/umpan-balik/topik/{topic_held_id}/": everyone(404),  # nobody else reads it yet
        "/umpan-balik/halaman/{home_id}/": everyone(404),
        "/umpan-balik/lain/{public_id}/": everyone(404),
    },
    "saya/": {"/saya/": signed_in(200)},
    "saya/pemberitahuan/": {"/saya/pemberitahuan/": signed_in(200)},
    "saya/pemberitahuan/terbaca/": {"/saya/pemberitahuan/terbaca/": signed_in(405)},
    "saya/pemberitahuan/<int:pk>/": {
        "/saya/pemberitahuan/{notice_id}/": signed_in(404) | {"member": "/forum/{topic_public}/#p1"},
        "/saya/pemberitahuan/0/": signed_in(404),
    },
    "saya/draf/": {"/saya/draf/": signed_in(200)},
    "saya/draf/buang/": {"/saya/draf/buang/": signed_in(405)},
    "saya/diikuti/": {"/saya/diikuti/": signed_in(200)},
    "saya/ikuti/<str:subject>/<int:pk>/": {"/saya/ikuti/scope/1/": signed_in(405)},
    "saya/profil/": {"/saya/profil/": signed_in(200)},
    "saya/instansi/": {"/saya/instansi/": signed_in(200)},
    "saya/surel/": {"/saya/surel/": signed_in(200)},
    "surel/berhenti/<str:token>/": {"/surel/berhenti/palsu/": everyone(404)},
    "anggota/": {"/anggota/": DIRECTORY},
    "anggota/<int:pk>/": {"/anggota/0/": signed_in(404), "/anggota/{member_pk}/": DIRECTORY},
    "instansi/": {"/instansi/": everyone(200)},
    "instansi/<str:code>/": {"/instansi/tidak-ada/": everyone(404), "/instansi/{instansi_code}/": everyone(200)},
    "praktik/banding/": {
        "/praktik/banding/": everyone(200),
        "/praktik/banding/?p={public}&p={members}": everyone(200),  # what is hidden is left out
        "/praktik/banding/?p={members}": MEMBERS_ONLY,
        "/praktik/banding/?p={instansi}": HOME_INSTANSI,
        "/praktik/banding/?p={group}": GROUP_OF_OTHER,
        "/praktik/banding/?p={draft}": everyone(404),
        "/praktik/banding/?p=tidak-ada": everyone(404),
    },
    "praktik/feed/": {"/praktik/feed/": everyone(200)},
    "praktik/peta/": {"/praktik/peta/": everyone(200), "/praktik/peta/?provinsi=tidak-ada": everyone(200)},
    "praktik/<str:slug>/pratinjau.png": {
        "/praktik/{public}/pratinjau.png": everyone(200),
        "/praktik/{members}/pratinjau.png": MEMBERS_ONLY,
        "/praktik/{instansi}/pratinjau.png": HOME_INSTANSI,
        "/praktik/{draft}/pratinjau.png": everyone(404),
        "/praktik/tidak-ada/pratinjau.png": everyone(404),
    },
    "fgd/<str:slug>/kalender.ics": {
        "/fgd/{event_public}/kalender.ics": everyone(200),
        "/fgd/{event_members}/kalender.ics": MEMBERS_ONLY,
        "/fgd/{event_instansi}/kalender.ics": HOME_INSTANSI,
        "/fgd/{event_group}/kalender.ics": GROUP_OF_OTHER,
        "/fgd/{event_draft}/kalender.ics": everyone(404),
        "/fgd/tidak-ada/kalender.ics": everyone(404),
    },
    "fgd/<str:slug>/pratinjau.png": {
        "/fgd/{event_public}/pratinjau.png": everyone(200),
        "/fgd/{event_members}/pratinjau.png": MEMBERS_ONLY,
        "/fgd/{event_instansi}/pratinjau.png": HOME_INSTANSI,
        "/fgd/{event_group}/pratinjau.png": GROUP_OF_OTHER,
        "/fgd/{event_draft}/pratinjau.png": everyone(404),
        "/fgd/tidak-ada/pratinjau.png": everyone(404),
    },
    "fgd/<str:slug>/<str:room>/kalender.ics": {
        "/fgd/{event_public}/ruang-dialog/kalender.ics": everyone(200),
        "/fgd/{event_members}/ruang-dialog/kalender.ics": MEMBERS_ONLY,
        "/fgd/{event_public}/tidak-ada/kalender.ics": everyone(404),
    },
    "fgd/feed/": {"/fgd/feed/": everyone(200)},
    **{
        f"fgd/<str:slug>/<str:room>/{verb}/": {f"/fgd/{{event_public}}/ruang-dialog/{verb}/": signed_in(405)}
        for verb in ("daftar", "pindah", "batal", "tunggu", "lepas", "ambil")
    },
    "fgd/<str:slug>/kelola/": {"/fgd/{event_public}/kelola/": ORGANISERS, "/fgd/{event_draft}/kelola/": signed_in(404)},
    "fgd/<str:slug>/kelola/<str:move>/": {"/fgd/{event_public}/kelola/mulai/": signed_in(405)},
    "fgd/<str:slug>/kelola/kursi/<int:seat_id>/batal/": {"/fgd/{event_public}/kelola/kursi/1/batal/": signed_in(405)},
    "fgd/<str:slug>/<str:room>/notulen/": {
        "/fgd/{event_public}/ruang-dialog/notulen/": ORGANISERS,
        "/fgd/{event_public}/tidak-ada/notulen/": signed_in(404),
    },
    "fgd/<str:slug>/<str:room>/notulen/final/": {"/fgd/{event_public}/ruang-dialog/notulen/final/": signed_in(405)},
    "fgd/<str:slug>/<str:room>/notulen/buka/": {"/fgd/{event_public}/ruang-dialog/notulen/buka/": signed_in(405)},
    "fgd/<str:slug>/<str:room>/": {
        "/fgd/{event_public}/ruang-dialog/": everyone(200),
        "/fgd/{event_members}/ruang-dialog/": MEMBERS_ONLY,
        "/fgd/{event_instansi}/ruang-dialog/": HOME_INSTANSI,
        "/fgd/{event_group}/ruang-dialog/": GROUP_OF_OTHER,
        "/fgd/{event_draft}/ruang-dialog/": everyone(404),
        "/fgd/tidak-ada/ruang-dialog/": everyone(404),
        "/fgd/{event_public}/tidak-ada/": everyone(404),
    },
    "forum/belum-terjawab/": {"/forum/belum-terjawab/": everyone(200)},
    "forum/feed/": {"/forum/feed/": everyone(200)},
    "forum/mirip/": {"/forum/mirip/": everyone(200)},
    "forum/periksa/": {"/forum/periksa/": FORUM_STEWARDS},
    "forum/ruang/": {"/forum/ruang/": everyone(200)},
    "forum/tanya/": {"/forum/tanya/": everyone(200)},
    "forum/pos/<int:pk>/": {
        "/forum/pos/{post_public}/": everyone("/forum/{topic_public}/#p1"),
        "/forum/pos/{post_members}/": MEMBERS_ONLY | dict.fromkeys(MEMBERS, "/forum/{topic_members}/#p1"),
        "/forum/pos/{post_held}/": everyone(404) | dict.fromkeys(MODERATORS, "/forum/{topic_held}/#p1"),
        "/forum/pos/0/": everyone(404),
    },
    "forum/pos/<int:pk>/ubah/": {
        "/forum/pos/{post_public}/ubah/": signed_in(403),
        "/forum/pos/{post_held}/ubah/": signed_in(404) | dict.fromkeys(MODERATORS, 403),
    },
    "forum/pos/<int:pk>/riwayat/": {
        "/forum/pos/{post_public}/riwayat/": everyone(200),
        "/forum/pos/{post_members}/riwayat/": MEMBERS_ONLY,
        "/forum/pos/{post_held}/riwayat/": HELD,
    },
    "forum/pos/<int:pk>/riwayat/<int:number>/hapus/": {
        "/forum/pos/{post_public}/riwayat/0/hapus/": signed_in(403) | dict.fromkeys(MODERATORS, 200),
        "/forum/pos/{post_members}/riwayat/0/hapus/": signed_in(404),  # it was never changed
        "/forum/pos/{post_held}/riwayat/0/hapus/": signed_in(404),
    },
    "forum/pos/<int:pk>/membantu/": {"/forum/pos/{post_public}/membantu/": everyone(405)},
    "forum/pos/<int:pk>/terima/": {"/forum/pos/{post_public}/terima/": everyone(405)},
    "forum/pos/<int:pk>/kelola/": {"/forum/pos/{post_public}/kelola/": FORUM_STEWARDS_OF_SCOPE},
    "forum/topik/<int:pk>/sejak/<int:number>/": {
        "/forum/topik/{topic_public_id}/sejak/1/": everyone("/forum/{topic_public}/#p1"),
        "/forum/topik/{topic_public_id}/sejak/9/": everyone("/forum/{topic_public}/#p1"),
        "/forum/topik/{topic_members_id}/sejak/1/": MEMBERS_ONLY | dict.fromkeys(MEMBERS, "/forum/{topic_members}/#p1"),
        "/forum/topik/{topic_held_id}/sejak/1/": everyone(404) | dict.fromkeys(MODERATORS, "/forum/{topic_held}/#p1"),
        "/forum/topik/0/sejak/1/": everyone(404),
    },
    "forum/topik/<int:pk>/pratinjau.png": {
        "/forum/topik/{topic_public_id}/pratinjau.png": everyone(200),
        "/forum/topik/{topic_members_id}/pratinjau.png": MEMBERS_ONLY,
        "/forum/topik/{topic_instansi_id}/pratinjau.png": HOME_INSTANSI,
        "/forum/topik/{topic_group_id}/pratinjau.png": GROUP_OF_OTHER,
        "/forum/topik/{topic_held_id}/pratinjau.png": everyone(404),
        "/forum/topik/0/pratinjau.png": everyone(404),
    },
    "forum/topik/<int:pk>/jawab/": {
        "/forum/topik/{topic_public_id}/jawab/": signed_in("/forum/{topic_public}/#balas"),
        "/forum/topik/{topic_held_id}/jawab/": signed_in(404) | dict.fromkeys(MODERATORS, "/forum/{topic_held}/#balas"),
    },
    "forum/topik/<int:pk>/kelola/": {"/forum/topik/{topic_public_id}/kelola/": FORUM_STEWARDS_OF_SCOPE},
    "forum/topik/<int:pk>/pindah/": {"/forum/topik/{topic_public_id}/pindah/": everyone(405)},
    "forum/<str:room>/tanya/": {
        "/forum/{room_public}/tanya/": signed_in(200),
        "/forum/{room_members}/tanya/": MEMBERS_ONLY | {"visitor": SIGN_IN},
        "/forum/{room_draft}/tanya/": signed_in(404),
    },
    "forum/<str:room>/terbaca/": {"/forum/{room_public}/terbaca/": everyone(405)},
    "forum/<str:room>/feed/": {
        "/forum/{room_public}/feed/": everyone(200),
        "/forum/{room_members}/feed/": everyone(404),  # a feed reader is nobody
        "/forum/tidak-ada/feed/": everyone(404),
    },
    "forum/<str:room>/<int:pk>-<str:slug>/": {
        "/forum/{topic_public}/": everyone(200),
        "/forum/{topic_members}/": MEMBERS_ONLY,
        "/forum/{topic_instansi}/": HOME_INSTANSI,
        "/forum/{topic_group}/": GROUP_OF_OTHER,
        "/forum/{topic_held}/": HELD,
        "/forum/{room_public}/{topic_public_id}-judul-lama/": everyone("/forum/{topic_public}/"),
        "/forum/{room_public}/{topic_members_id}-judul-lama/": MEMBERS_ONLY
        | dict.fromkeys(MEMBERS, "/forum/{topic_members}/"),
        "/forum/{room_public}/0-tidak-ada/": everyone(404),
    },
    "_util/login/": {"/_util/login/": NOT_SIGNED_IN_ONLY | {"visitor": SIGN_IN}},
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": {
        "/_util/authenticate_with_password/1/1/": everyone(404),
    },
    r"^((?:[\w\-]+/)*)$": {
        "/": everyone(200),
        "/praktik/": everyone(200),
        "/praktik/{public}/": everyone(200),
        "/praktik/{members}/": MEMBERS_ONLY,
        "/praktik/{instansi}/": HOME_INSTANSI,
        "/praktik/{group}/": GROUP_OF_OTHER,
        "/praktik/{draft}/": everyone(404),
        "/praktik/tidak-ada/": everyone(404),
        "/fgd/": everyone(200),
        "/fgd/{event_public}/": everyone(200),
        "/fgd/{event_members}/": MEMBERS_ONLY,
        "/fgd/{event_instansi}/": HOME_INSTANSI,
        "/fgd/{event_group}/": GROUP_OF_OTHER,
        "/fgd/{event_draft}/": everyone(404),
        "/fgd/tidak-ada/": everyone(404),
        "/forum/": everyone(200),
        "/forum/{room_public}/": everyone(200),
        "/forum/{room_members}/": MEMBERS_ONLY,
        "/forum/{room_instansi}/": HOME_INSTANSI,
        "/forum/{room_group}/": GROUP_OF_OTHER,
        "/forum/{room_draft}/": everyone(404),
        "/forum/tidak-ada/": everyone(404),
        "/komunitas/": everyone(200),
        "/komunitas/inovasi/": everyone(200),
        "/tentang/": everyone(200),
        "/kontak/": everyone(200),
        "/tidak-ada/": everyone(404),
    },
}

CMS_PREFIX = "cms/"
CMS = {
    "/cms/": CMS_ANYBODY,
    "/cms/login/": NOT_SIGNED_IN_ONLY | {"visitor": SIGN_IN},
    "/cms/logout/": signed_in(200, visitor=HOME),
    "/cms/account/": CMS_ANYBODY,
    "/cms/pages/{index_id}/": CMS_ANYBODY,
    "/cms/pages/{index_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{public_id}/edit/": CMS_OF_SCOPE,
    "/cms/pages/{members_id}/edit/": CMS_OF_SCOPE,
    "/cms/pages/{home_id}/edit/": CMS_ORGANISER,
    # What a person may neither read nor edit is not there for them, whatever the screen: a contributor's instansi and
    # a steward's scope are their bounds.
    "/cms/pages/{draft_id}/edit/": CMS_DRAFT,
    "/cms/pages/{draft_id}/view_draft/": CMS_DRAFT,
    "/cms/pages/{draft_id}/history/": CMS_DRAFT,
    "/cms/pages/{draft_id}/delete/": CMS_DRAFT_DELETE,  # a contributor only what they started themselves
    "/cms/pages/{draft_elsewhere_id}/edit/": CMS_HIDDEN,
    "/cms/pages/{draft_elsewhere_id}/view_draft/": CMS_HIDDEN,
    "/cms/pages/{draft_elsewhere_id}/move/": CMS_HIDDEN_ORG,
    "/cms/pages/{draft_elsewhere_id}/": CMS_HIDDEN,
    "/cms/choose-page/{draft_elsewhere_id}/": CMS_HIDDEN,
    "/cms/choose-page/chosen-multiple/?id={draft_elsewhere_id}": CMS_HIDDEN,
    "/cms/api/main/pages/{draft_elsewhere_id}/": CMS_HIDDEN,
    "/cms/pages/{elsewhere_id}/edit/": CMS_OF_SCOPE | {"contributor": CMS_HOME},
    "/cms/pages/{public_id}/history/": CMS_OF_SCOPE,
    "/cms/pages/{public_id}/delete/": CMS_ORGANISER,
    "/cms/pages/add/practices/practicepage/{index_id}/": CMS_ANYBODY,
    "/cms/pages/add/cop_portal/homepage/{index_id}/": CMS_NOBODY,  # there is one front page, and not below the library
    "/cms/pages/{public_id}/privacy/": CMS_NOBODY,  # the audience of a practice is the one rule
    # The lists are open to all who upload; what stands in them is asked in test_cms_secrets and test_files.
    "/cms/images/": CMS_ANYBODY,
    "/cms/documents/": CMS_ANYBODY,
    "/cms/documents/edit/{document_id}/": CMS_FILE,
    "/cms/documents/delete/{document_id}/": CMS_FILE,
    "/cms/documents/chooser/chosen/{document_id}/": CMS_FILE,
    "/cms/api/main/documents/{document_id}/": CMS_CHOSEN,
    "/cms/snippets/practices/regulation/": CMS_STEWARDS,
    "/cms/snippets/search/synonymgroup/": CMS_STEWARDS,
    "/cms/snippets/search/synonymgroup/add/": CMS_STEWARDS,
    "/cms/snippets/search/promotedresult/": CMS_STEWARDS,
    "/cms/pencarian/pertanyaan/": CMS_STEWARDS,
    "/cms/pencarian/indeks/": CMS_STEWARDS,
    "/cms/snippets/community/instansi/": CMS_ORGANISER,
    "/cms/snippets/community/instansi/edit/{instansi_pk}/": CMS_ORGANISER,
    "/cms/snippets/community/instansi/delete/{instansi_pk}/": CMS_NOBODY,  # what ended gets its last day
    "/cms/snippets/community/framework/delete/{framework_pk}/": CMS_NOBODY,
    "/cms/snippets/community/framework/": CMS_ORGANISER,
    "/cms/snippets/community/aspect/": CMS_ORGANISER,
    "/cms/snippets/community/subaspect/add/": CMS_NOBODY,  # they are written with their aspect
    "/cms/snippets/community/subaspect/": CMS_ADMINISTRATOR,
    "/cms/settings/community/portalsettings/{settings_id}/": CMS_ORGANISER,
    "/cms/redirects/": CMS_ORGANISER,
    "/cms/users/": CMS_ORGANISER,
    "/cms/users/edit/{administrator_id}/": CMS_ADMINISTRATOR,
    "/cms/groups/": CMS_ADMINISTRATOR,
    "/cms/sites/": CMS_ADMINISTRATOR,
    "/cms/collections/": CMS_ADMINISTRATOR,
    "/cms/workflows/list/": CMS_ADMINISTRATOR,
    "/cms/umpan-balik/": CMS_STEWARDS,
    "/cms/umpan-balik/praktik/{public_id}/": CMS_STEWARDS,
    "/cms/umpan-balik/praktik/{instansi_id}/": CMS_STEWARDS | {"steward_other": 404, "organiser": 404},
    "/cms/reports/site-history/": CMS_ANYBODY,  # of the pages that each may edit
    "/cms/reports/aging-pages/": CMS_ANYBODY,
    "/cms/reports/page-types-usage/": CMS_ORGANISER,  # it names whatever was edited last
    "/cms/reports/locked/": CMS_STEWARDS,
    "/cms/tidak-ada/": CMS_ANYBODY | dict.fromkeys(MAY_OPEN_CMS, 404),
}


@pytest.fixture
def names(home_instansi, person_of):
    """What stands in braces in the addresses: a practice for each audience, and ids."""
    group = Group.objects.create(name="Kelompok kerja")
    person_of("member_other").groups.add(group)
    owners = {"owners": [home_instansi]}
    document = PortalDocumentFactory(uploaded_by_user=person_of("organiser"))
    pages = {
        "public": PracticePageFactory(**owners),
        "members": PracticePageFactory(members=True, **owners),
        "instansi": PracticePageFactory(for_owners=True, **owners),
        "group": PracticePageFactory(for_group=True, audience_groups=[group], **owners),
        "draft": PracticePageFactory(draft=True, **owners),
        "elsewhere": PracticePageFactory(),
        "draft_elsewhere": PracticePageFactory(draft=True),
    }
    events = {
        "event_public": EventPageFactory(**owners),
        "event_members": EventPageFactory(members=True, **owners),
        "event_instansi": EventPageFactory(for_owners=True, **owners),
        "event_group": EventPageFactory(for_group=True, audience_groups=[group], **owners),
        "event_draft": EventPageFactory(draft=True, **owners),
    }
    pages |= events
    rooms = {
        "room_public": RoomPageFactory(scope=Scope.BEST_PRACTICE),
        "room_members": RoomPageFactory(scope=Scope.BEST_PRACTICE, members=True),
        "room_instansi": RoomPageFactory(scope=Scope.BEST_PRACTICE, for_owners=True, **owners),
        "room_group": RoomPageFactory(scope=Scope.BEST_PRACTICE, for_group=True, audience_groups=[group]),
        "room_draft": RoomPageFactory(scope=Scope.BEST_PRACTICE, draft=True),
    }
    pages |= rooms
    topics = {
        "public": TopicFactory(room=rooms["room_public"]),
        "members": TopicFactory(room=rooms["room_members"]),
        "instansi": TopicFactory(
            room=rooms["room_instansi"], author=UserFactory(verified=True, instansi=home_instansi)
        ),
        "group": TopicFactory(room=rooms["room_group"], author=person_of("member_other")),
        "held": TopicFactory(room=rooms["room_public"], author=UserFactory(pending=True)),
    }
    opening = topics["public"].opening_post
    services.edit_post(opening, actor=opening.author, source="Teks yang lebih jelas.", version=0)
    return {
        **{name: page.slug for name, page in pages.items()},
        **{f"{name}_id": page.pk for name, page in pages.items()},
        **{f"topic_{name}": f"{topic.room.slug}/{topic.pk}-{topic.slug}" for name, topic in topics.items()},
        **{f"topic_{name}_id": topic.pk for name, topic in topics.items()},
        **{f"post_{name}": topic.opening_post_id for name, topic in topics.items()},
        "index_id": PracticeIndexPage.objects.get().pk,
        "home_id": HomePage.objects.get().pk,
        "document_id": document.pk,
        "framework_pk": Framework.objects.first().pk,
        "instansi_pk": home_instansi.pk,
        "settings_id": PortalSettings.load().pk,
        "administrator_id": person_of("administrator").pk,
        "member_pk": person_of("member").pk,
        "notice_id": NoticeFactory(recipient=person_of("member"), object_id=topics["public"].opening_post_id).pk,
        "instansi_code": home_instansi.code,
    }


def outcome(client, address: str):
    """The status of a GET, or the path where its redirects end."""
    response = client.get(address)
    target = None
    while response.status_code in (301, 302):
        target = response.headers["Location"].partition("?")[0]
        if target in (HOME, CMS_HOME):
            break
        response = client.get(response.headers["Location"])
    return target or response.status_code


def differences(client_of, roles: list[str], table: dict, names: dict) -> list[str]:
    found = []
    for role in roles:
        client = client_of(role)
        client.raise_request_exception = False
        for address, expected in table.items():
            got, wanted = outcome(client, address.format_map(names)), expected[role]
            if str(got) != str(wanted).format_map(names):
                found.append(f"{role}, {address}: {got}, not {wanted}")
    return found


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("roles", SOME_AT_ONCE, ids=" ".join)
def test_public_addresses(client_of, roles, names):
    table = {address: expected for addresses in MATRIX.values() for address, expected in addresses.items()}

    found = differences(client_of, roles, table, names)

    assert not found, "\n".join(found)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("roles", SOME_AT_ONCE, ids=" ".join)
def test_cms_addresses(client_of, roles, names):
    found = differences(client_of, roles, CMS, names)

    assert not found, "\n".join(found)


def test_every_pattern_is_classified():
    routes = {route for route, _ in patterns() if not route.lstrip("^").startswith(CMS_PREFIX)}

    assert routes == set(MATRIX)


@pytest.mark.once
@pytest.mark.django_db
def test_addresses_stand_under_the_pattern_that_serves_them(names):
    wrong = []
    for route, addresses in MATRIX.items():
        for address in addresses:
            served_by = resolve(address.format_map(names).partition("?")[0]).route
            if served_by != route:
                wrong.append(f"{address}: served by {served_by}, listed under {route}")

    assert wrong == []
