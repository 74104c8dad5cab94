"""Every kind of public page, with one address each, for what all pages must hold."""

from tests.factories.community import SubAspectFactory
from tests.factories.events import (
    EventPageFactory,
    NotulenBlockFactory,
    NotulenFactory,
    first_room,
    make_item,
    make_room,
    make_slot,
    make_speaker,
)
from tests.factories.practices import PracticePageFactory

# Title and words that the pages below are found by.
TITLE = "Dialog kinerja singkat setiap pekan"


def make_content(count: int = 9):
    """Practices to show, the first of them complete; the first one."""
    subaspect = SubAspectFactory()
    practice = PracticePageFactory(title=TITLE, complete=True, subaspects=[subaspect])
    PracticePageFactory.create_batch(count - 1, complete=True, subaspects=[subaspect])
    make_events(practice, subaspect)
    return practice


def make_events(practice, subaspect):
    """An event to come with two rooms, and one that is over with the notulen of its room."""
    people = [make_speaker(title="Kepala bidang kinerja", instansi_name="Kota Contoh Utara")]
    rooms = [
        make_room("Ruang Dialog", subaspects=[subaspect], people=people, agenda=[make_item(starts="09:00")]),
        make_room("Ruang Catatan", capacity=None),
    ]
    EventPageFactory(
        slug="fgd-uji", practices=[practice], owners=list(practice.owners.all()), slots=[make_slot(rooms=rooms)]
    )
    over = EventPageFactory(
        slug="fgd-usai",
        closed=True,
        conclusions=[("conclusion", "Dialog yang singkat bertahan.")],
        guests=[("guest", {"name": "Tamu", "title": "Asisten", "instansi": "", "part": "menyimpulkan"})],
    )
    notulen = NotulenFactory(room=first_room(over), final=True)
    for kind in ("point", "decision", "follow_up"):
        NotulenBlockFactory(notulen=notulen, kind=kind)


# kind of page → its address; `{slug}` is the practice that `make_content` returned
PAGES = {
    "home": "/",
    "library": "/praktik/",
    "library filtered": "/praktik/?masalah=perilaku&urut=terbaru",
    "library empty": "/praktik/?masalah=perilaku&tahun=1900",
    "practice": "/praktik/{slug}/",
    "events": "/fgd/",
    "events filtered": "/fgd/?waktu=lalu&lingkup=praktik-terbaik",
    "events empty": "/fgd/?tahun=1999",
    "event": "/fgd/fgd-uji/",
    "event over": "/fgd/fgd-usai/",
    "event room": "/fgd/fgd-uji/ruang-dialog/",
    "event room over": "/fgd/fgd-usai/ruang-dialog/",
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
