from django.urls import path

from events import feeds, views

app_name = "events"
urlpatterns = [
    path("feed/", feeds.EventFeed(), name="event_feed"),
    path("<str:slug>/kalender.ics", views.event_calendar, name="event_calendar"),
    path("<str:slug>/<str:room>/", views.room_detail, name="room_detail"),
    path("<str:slug>/<str:room>/kalender.ics", views.room_calendar, name="room_calendar"),
    path("<str:slug>/<str:room>/daftar/", views.seat_create, name="seat_create"),
    path("<str:slug>/<str:room>/pindah/", views.seat_change, name="seat_change"),
    path("<str:slug>/<str:room>/batal/", views.seat_cancel, name="seat_cancel"),
    path("<str:slug>/<str:room>/tunggu/", views.waiting_create, name="waiting_create"),
    path("<str:slug>/<str:room>/lepas/", views.waiting_leave, name="waiting_leave"),
    path("<str:slug>/<str:room>/ambil/", views.offer_accept, name="offer_accept"),
]
