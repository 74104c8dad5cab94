from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.SearchView.as_view(), name="result_list"),
    path("klik/<uuid:search_id>/<str:kind>/<int:object_id>/<int:position>/", views.result_opened, name="result_opened"),
    path("saran/", views.suggestion_list, name="suggestion_list"),
]
