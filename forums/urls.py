from django.urls import path

from forums import feeds
from forums.views import moderation, posts, topics

app_name = "forums"
# The words in front are `links.RESERVED`: no room may be called so.
urlpatterns = [
    path("belum-terjawab/", topics.UnansweredView.as_view(), name="topic_unanswered"),
    path("feed/", feeds.ForumFeed(), name="topic_feed"),
    path("mirip/", topics.topic_similar, name="topic_similar"),
    path("periksa/", moderation.QueueView.as_view(), name="post_queue"),
    path("ruang/", topics.RoomsView.as_view(), name="room_list"),
    path("tanya/", topics.AskView.as_view(), name="topic_ask"),
    path("pos/<int:pk>/", posts.post_detail, name="post_detail"),
    path("pos/<int:pk>/ubah/", posts.post_edit, name="post_edit"),
    path("pos/<int:pk>/riwayat/", posts.post_history, name="post_history"),
    path("pos/<int:pk>/riwayat/<int:number>/hapus/", posts.earlier_text_remove, name="earlier_text_remove"),
    path("pos/<int:pk>/membantu/", posts.post_vote, name="post_vote"),
    path("pos/<int:pk>/terima/", posts.post_accept, name="post_accept"),
    path("pos/<int:pk>/kelola/", moderation.post_manage, name="post_manage"),
    path("topik/<int:pk>/sejak/<int:number>/", posts.post_since, name="post_since"),
    path("topik/<int:pk>/pratinjau.png", topics.topic_preview, name="topic_preview"),
    path("topik/<int:pk>/jawab/", topics.post_create, name="post_create"),
    path("topik/<int:pk>/kelola/", moderation.topic_manage, name="topic_manage"),
    path("topik/<int:pk>/pindah/", moderation.topic_move, name="topic_move"),
    path("<str:room>/tanya/", topics.topic_create, name="topic_create"),
    path("<str:room>/terbaca/", topics.room_read, name="room_read"),
    path("<str:room>/feed/", feeds.RoomFeed(), name="room_feed"),
    path("<str:room>/<int:pk>-<str:slug>/", topics.TopicView.as_view(), name="topic_detail"),
]
