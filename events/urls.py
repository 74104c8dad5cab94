from django.urls import path

from events import feeds
from events.views import notulen, organising, rooms

app_name = "events"
urlpatterns = [
    path("feed/", feeds.EventFeed(), name="event_feed"),
    path("<str:slug>/kalender.ics", rooms.event_calendar, name="event_calendar"),
    path("<str:slug>/pratinjau.png", rooms.event_preview, name="event_preview"),
    path("<str:slug>/kelola/", organising.event_manage, name="event_manage"),
    path("<str:slug>/kelola/<str:move>/", organising.event_move, name="event_move"),
    path("<str:slug>/kelola/kursi/<int:seat_id>/batal/", organising.participant_cancel, name="participant_cancel"),
    path("<str:slug>/<str:room>/", rooms.room_detail, name="room_detail"),
    path("<str:slug>/<str:room>/kalender.ics", rooms.room_calendar, name="room_calendar"),
    path("<str:slug>/<str:room>/daftar/", rooms.seat_create, name="seat_create"),
    path("<str:slug>/<str:room>/pindah/", rooms.seat_change, name="seat_change"),
    path("<str:slug>/<str:room>/batal/", rooms.seat_cancel, name="seat_cancel"),
    path("<str:slug>/<str:room>/tunggu/", rooms.waiting_create, name="waiting_create"),
    path("<str:slug>/<str:room>/lepas/", rooms.waiting_leave, name="waiting_leave"),
    path("<str:slug>/<str:room>/ambil/", rooms.offer_accept, name="offer_accept"),
    path("<str:slug>/<str:room>/notulen/", notulen.notulen_edit, name="notulen_edit"),
    path("<str:slug>/<str:room>/notulen/final/", notulen.notulen_finalise, name="notulen_finalise"),
    path("<str:slug>/<str:room>/notulen/buka/", notulen.notulen_reopen, name="notulen_reopen"),
]
