"""Who gets what for a form: `WRITES` of addresses that take nothing else, `BOTH` of those that are read as well.

Reading the first is 405 in `public.py`.

What stands in brackets behind an address is sent. A redirect goes to a page with what was done, or why it was not: who
may try and what may happen are two questions, and the second is asked where the service is tested.
"""

from tests.matrix.outcomes import GROUP_OF_OTHER, HOME_INSTANSI, MEMBERS_ONLY, MODERATORS, everyone, row, signed_in

DONE = 302
SESSION_OVER = 403  # a visitor's form is not lost in a redirect to sign-in
# fmt: off
#               visitor       unverified member other contributor steward other organiser administrator
ANYBODY  = row( SESSION_OVER, DONE,      DONE,  DONE, DONE,       DONE,   DONE, DONE,     DONE)
VERIFIED = row( SESSION_OVER, 404,       DONE,  DONE, DONE,       DONE,   DONE, DONE,     DONE)
OWNERS   = row( SESSION_OVER, 404,       DONE,  404,  DONE,       DONE,   404,  404,      DONE)
MANAGERS = row( SESSION_OVER, 404,       404,   404,  404,        404,    404,  DONE,     DONE)
STEWARDS = row( SESSION_OVER, 404,       404,   404,  404,        DONE,   404,  DONE,     DONE)
NOBODY   = row( SESSION_OVER, 404,       404,   404,  404,        404,    404,  404,      404)
# fmt: on
NOT_VERIFIED = {"unverified": 403, "administrator": 403}  # the administrator here belongs to no agency
NOT_THE_ASKER = signed_in(403, visitor=SESSION_OVER) | dict.fromkeys(MODERATORS, DONE)

SHOWN_AGAIN = 200  # with what is in the way: nothing was written
ROOM = "fgd/<str:slug>/<str:room>"
PUBLIC, MEMBERS, INSTANSI, DRAFT = (
    f"/fgd/{{event_{audience}}}/ruang-dialog" for audience in ("public", "members", "instansi", "draft")
)
TRIED = {  # of a seat: whoever reads the event may try
    f"{ROOM}/{verb}/": {
        f"{PUBLIC}/{verb}/": ANYBODY,
        f"{MEMBERS}/{verb}/": VERIFIED,
        f"{INSTANSI}/{verb}/": OWNERS,
        f"{DRAFT}/{verb}/": NOBODY,
    }
    for verb in ("daftar", "pindah", "tunggu")
}
ONES_OWN = {  # nobody here has a seat, waits or was offered one
    f"{ROOM}/{verb}/": {f"{PUBLIC}/{verb}/": NOBODY, f"{MEMBERS}/{verb}/": NOBODY}
    for verb in ("batal", "lepas", "ambil")
}
NOTULEN = {
    f"{ROOM}/notulen/{verb}/": {f"{PUBLIC}/notulen/{verb}/": MANAGERS, f"{DRAFT}/notulen/{verb}/": NOBODY}
    for verb in ("final", "buka")
}
# pattern of the URLconf → addresses of it, with what is sent → who gets what
WRITES = {
    "csp/": {"/csp/": everyone(400)},  # an empty report
    "bahasa/": {"/bahasa/ [bahasa=en]": everyone(DONE), "/bahasa/ [bahasa=xx]": everyone(400)},
    "cari/klik/<uuid:search_id>/<str:kind>/<int:object_id>/<int:position>/": {
        # whatever it says, so that nobody learns what was found
        "/cari/klik/00000000-0000-4000-8000-000000000000/practice/1/1/": everyone(204)
    },
    "saya/pemberitahuan/terbaca/": {"/saya/pemberitahuan/terbaca/": ANYBODY},
    "saya/draf/buang/": {"/saya/draf/buang/ [place=room:1]": ANYBODY},
    "saya/ikuti/<str:subject>/<int:pk>/": {
        "/saya/ikuti/room/{room_public_id}/ [on=1]": ANYBODY,
        "/saya/ikuti/room/{room_members_id}/ [on=1]": VERIFIED,
        "/saya/ikuti/room/{room_instansi_id}/ [on=1]": OWNERS,
        "/saya/ikuti/room/{room_draft_id}/ [on=1]": NOBODY,
        "/saya/ikuti/topic/{topic_held_id}/ [on=1]": NOBODY,  # nothing happens in it until it is shown
    },
    **TRIED,
    **ONES_OWN,
    **NOTULEN,
    "fgd/<str:slug>/kelola/<str:move>/": {
        "/fgd/{event_public}/kelola/mulai/": MANAGERS,
        "/fgd/{event_public}/kelola/batalkan/ [yakin=ya]": MANAGERS,
        "/fgd/{event_public}/kelola/lain/": NOBODY,
        "/fgd/{event_draft}/kelola/mulai/": NOBODY,
    },
    "fgd/<str:slug>/kelola/kursi/<int:seat_id>/batal/": {
        "/fgd/{event_public}/kelola/kursi/{seat_id}/batal/ [yakin=ya]": MANAGERS,
        "/fgd/{event_members}/kelola/kursi/{seat_id}/batal/ [yakin=ya]": NOBODY,  # it is no seat of that event
    },
    "forum/pos/<int:pk>/membantu/": {
        "/forum/pos/{post_public}/membantu/ [on=1]": VERIFIED | NOT_VERIFIED,
        "/forum/pos/{post_members}/membantu/ [on=1]": VERIFIED | NOT_VERIFIED | {"unverified": 404},
        "/forum/pos/{post_held}/membantu/ [on=1]": NOBODY | dict.fromkeys(MODERATORS, 403),
    },
    "forum/pos/<int:pk>/terima/": {
        "/forum/pos/{post_public}/terima/ [on=1]": NOT_THE_ASKER,
        "/forum/pos/{post_members}/terima/ [on=1]": NOT_THE_ASKER | {"unverified": 404},
        "/forum/pos/{post_held}/terima/ [on=1]": STEWARDS,
    },
    "forum/topik/<int:pk>/pindah/": {
        "/forum/topik/{topic_public_id}/pindah/ [move-room={room_members_id}&move-reason=Salah+ruang]": STEWARDS,
        "/forum/topik/{topic_held_id}/pindah/ [move-room={room_members_id}&move-reason=Salah+ruang]": STEWARDS,
    },
    "forum/<str:room>/terbaca/": {
        "/forum/{room_public}/terbaca/": ANYBODY,
        "/forum/{room_members}/terbaca/": VERIFIED,
        "/forum/{room_draft}/terbaca/": NOBODY,
    },
}


def written(expected: dict) -> dict:
    """What a form of a page comes to that `expected` read: done for whom it opens, not there for the others."""
    return {role: DONE if status == 200 else status for role, status in expected.items()}


def by_account(expected: dict) -> dict:
    """The same for a form that only people with an account may send."""
    return written(expected) | {"visitor": SESSION_OVER}


TEXT = "body=Kami+mulai+dari+satu+unit."
TOPIC = f"title=Kapan+mulai%3F&kind=question&{TEXT}"
REASON = "reason=Sudah+dijawab+di+ruang+lain"
HELD_BY_MODERATORS = NOBODY | dict.fromkeys(MODERATORS, 403)
# The same of addresses that are read, too.
BOTH = {
    "forum/topik/<int:pk>/jawab/": {
        f"/forum/topik/{{topic_public_id}}/jawab/ [{TEXT}]": ANYBODY,
        f"/forum/topik/{{topic_members_id}}/jawab/ [{TEXT}]": by_account(MEMBERS_ONLY),
        f"/forum/topik/{{topic_instansi_id}}/jawab/ [{TEXT}]": by_account(HOME_INSTANSI),
        f"/forum/topik/{{topic_group_id}}/jawab/ [{TEXT}]": by_account(GROUP_OF_OTHER),
        f"/forum/topik/{{topic_held_id}}/jawab/ [{TEXT}]": NOBODY | dict.fromkeys(MODERATORS, SHOWN_AGAIN),
    },
    "forum/<str:room>/tanya/": {
        f"/forum/{{room_public}}/tanya/ [{TOPIC}]": ANYBODY,
        f"/forum/{{room_members}}/tanya/ [{TOPIC}]": by_account(MEMBERS_ONLY),
        f"/forum/{{room_instansi}}/tanya/ [{TOPIC}]": by_account(HOME_INSTANSI),
        f"/forum/{{room_draft}}/tanya/ [{TOPIC}]": NOBODY,
    },
    "forum/pos/<int:pk>/ubah/": {
        f"/forum/pos/{{post_of_member}}/ubah/ [version=0&{TEXT}]": row(
            SESSION_OVER, 404, DONE, 403, 403, 403, 403, 403, 403
        ),
        f"/forum/pos/{{post_public}}/ubah/ [version=1&{TEXT}]": signed_in(403, visitor=SESSION_OVER),
        f"/forum/pos/{{post_held}}/ubah/ [version=0&{TEXT}]": HELD_BY_MODERATORS,
    },
    "forum/pos/<int:pk>/kelola/": {
        f"/forum/pos/{{post_public}}/kelola/ [action=hide&version=1&{REASON}]": STEWARDS,
        f"/forum/pos/{{post_members}}/kelola/ [action=hide&version=0&{REASON}]": STEWARDS,
        f"/forum/pos/{{post_instansi}}/kelola/ [action=hide&version=0&{REASON}]": STEWARDS | {"organiser": 404},
        "/forum/pos/{post_held}/kelola/ [action=release&version=0]": STEWARDS,
    },
    "forum/topik/<int:pk>/kelola/": {
        f"/forum/topik/{{topic_public_id}}/kelola/ [action=lock&{REASON}]": STEWARDS,
        f"/forum/topik/{{topic_instansi_id}}/kelola/ [action=pin&{REASON}]": STEWARDS | {"organiser": 404},
        f"/forum/topik/{{topic_held_id}}/kelola/ [action=lock&{REASON}]": STEWARDS,
    },
    "forum/pos/<int:pk>/riwayat/<int:number>/hapus/": {
        f"/forum/pos/{{post_public}}/riwayat/0/hapus/ [{REASON}]": NOT_THE_ASKER,
        f"/forum/pos/{{post_members}}/riwayat/0/hapus/ [{REASON}]": NOBODY,  # it was never changed
        f"/forum/pos/{{post_held}}/riwayat/0/hapus/ [{REASON}]": NOBODY,
    },
    f"{ROOM}/notulen/": {
        f"{PUBLIC}/notulen/ [form-TOTAL_FORMS=0&form-INITIAL_FORMS=0]": MANAGERS,
        f"{DRAFT}/notulen/ [form-TOTAL_FORMS=0&form-INITIAL_FORMS=0]": NOBODY,
    },
    "saya/profil/": {"/saya/profil/ [position=Analis]": ANYBODY},
    "saya/instansi/": {"/saya/instansi/ [instansi=]": ANYBODY},
    "saya/surel/": {"/saya/surel/ [language=id]": ANYBODY},
    "surel/berhenti/<str:token>/": {"/surel/berhenti/palsu/": everyone(404)},
    "umpan-balik/<str:kind>/<int:pk>/": {
        "/umpan-balik/praktik/{public_id}/ [jawab=ya]": everyone(DONE),
        "/umpan-balik/praktik/{members_id}/ [jawab=ya]": written(MEMBERS_ONLY),
        "/umpan-balik/praktik/{group_id}/ [jawab=ya]": written(GROUP_OF_OTHER),
        "/umpan-balik/praktik/{draft_id}/ [jawab=ya]": everyone(404),
        "/umpan-balik/ruang/{room_instansi_id}/ [jawab=tidak]": written(HOME_INSTANSI),
        "/umpan-balik/topik/{topic_held_id}/ [jawab=ya]": everyone(404),
    },
    "kontak/kirim/": {"/kontak/kirim/ [text=]": everyone(SHOWN_AGAIN)},  # what is sent is asked in test_contact
}
