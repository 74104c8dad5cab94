"""Every kind of public page, with one address each, for what all pages must hold."""

from tests.factories.community import SubAspectFactory
from tests.factories.practices import PracticePageFactory

# Title and words that the pages below are found by.
TITLE = "Dialog kinerja singkat setiap pekan"


def make_content(count: int = 9):
    """Practices to show, the first of them complete; the first one."""
    subaspect = SubAspectFactory()
    practice = PracticePageFactory(title=TITLE, complete=True, subaspects=[subaspect])
    PracticePageFactory.create_batch(count - 1, complete=True, subaspects=[subaspect])
    return practice


# kind of page → its address; `{slug}` is the practice that `make_content` returned
PAGES = {
    "home": "/",
    "library": "/praktik/",
    "library filtered": "/praktik/?masalah=perilaku&urut=terbaru",
    "library empty": "/praktik/?masalah=perilaku&tahun=1900",
    "practice": "/praktik/{slug}/",
    "sign-in": "/akun/masuk/",
    "sign-up": "/akun/daftar/",
    "password forgotten": "/akun/sandi/lupa/",
    "link expired": "/akun/sandi/baru/1-palsu/",
    "search": "/cari/?q=dialog+kinerja",
    "search start": "/cari/",
    "search empty": "/cari/?q=zzqqxx&aspek=pengadaan",
    "not found": "/tidak-ada/",
    "not found, near": "/praktik/dialog-kinerja-lama/",
}
