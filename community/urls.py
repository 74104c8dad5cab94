from django.urls import path

from community.views import drafts, feedback, following, instansi, members, own

urlpatterns = [
    path("saya/", own.overview, name="own_page"),
    path("saya/pemberitahuan/", own.NoticeListView.as_view(), name="notice_list"),
    path("saya/pemberitahuan/terbaca/", own.notices_read, name="notice_read"),
    path("saya/pemberitahuan/<int:pk>/", own.notice_open, name="notice_open"),
    path("saya/draf/", drafts.draft_list, name="draft_list"),
    path("saya/draf/buang/", drafts.draft_discard, name="draft_discard"),
    path("saya/diikuti/", following.FollowListView.as_view(), name="follow_list"),
    path("saya/ikuti/<str:subject>/<int:pk>/", following.follow_set, name="follow_set"),
    path("saya/profil/", own.ProfileView.as_view(), name="profile_edit"),
    path("saya/instansi/", own.InstansiView.as_view(), name="instansi_edit"),
    path("saya/surel/", own.MailChoiceView.as_view(), name="mail_edit"),
    path("surel/berhenti/<str:token>/", own.MailStopView.as_view(), name="mail_stop"),
    path("umpan-balik/<str:kind>/<int:pk>/", feedback.page_feedback, name="page_feedback"),
    path("anggota/", members.MemberListView.as_view(), name="member_list"),
    path("anggota/<int:pk>/", members.member_detail, name="member_detail"),
    path("instansi/", instansi.InstansiListView.as_view(), name="instansi_list"),
    path("instansi/<str:code>/", instansi.instansi_detail, name="instansi_detail"),
]
