from django.urls import path

from practices import feeds, views

app_name = "practices"
urlpatterns = [
    path("feed/", feeds.PracticeFeed(), name="practice_feed"),
    path("<str:slug>/pratinjau.png", views.practice_preview, name="practice_preview"),
]
