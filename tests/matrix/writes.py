"""Who gets what for a form sent to an address that takes nothing else; reading it is 405 in `public.py`.

What stands in brackets behind an address is sent. A redirect goes to a page with what was done, or why it was not: who
may try and what may happen are two questions, and the second is asked where the service is tested.
"""

from tests.matrix.outcomes import MODERATORS, everyone, row, signed_in

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
