from django.urls import path

from practices import feeds, views

app_name = "practices"
urlpatterns = [
    # The words in front are `limits.RESERVED_SLUGS`: no practice may be called so.
    path("banding/", views.practice_compare, name="practice_compare"),
    path("peta/", views.practice_map, name="practice_map"),
    path("feed/", feeds.PracticeFeed(), name="practice_feed"),
    path("<str:slug>/pratinjau.png", views.practice_preview, name="practice_preview"),
]
