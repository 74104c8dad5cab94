from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.SearchView.as_view(), name="result_list"),
    path("saran/", views.suggestion_list, name="suggestion_list"),
]
