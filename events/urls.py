from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("<str:slug>/kalender.ics", views.event_calendar, name="event_calendar"),
    path("<str:slug>/<str:room>/", views.room_detail, name="room_detail"),
    path("<str:slug>/<str:room>/kalender.ics", views.room_calendar, name="room_calendar"),
]
