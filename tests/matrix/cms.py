"""Who gets what in the CMS: of Wagtail's own screens some, of the portal's each."""

from tests.matrix.outcomes import (
    CMS_ADMINISTRATOR,
    CMS_ANYBODY,
    CMS_CHOSEN,
    CMS_DRAFT,
    CMS_DRAFT_DELETE,
    CMS_FILE,
    CMS_HIDDEN,
    CMS_HIDDEN_ORG,
    CMS_HOME,
    CMS_NOBODY,
    CMS_OF_SCOPE,
    CMS_ORGANISER,
    CMS_STEWARDS,
    CMS_UNREAD,
    CMS_UNREAD_ELSEWHERE,
    HOME,
    MAY_OPEN_CMS,
    NOT_SIGNED_IN_ONLY,
    SIGN_IN,
    everyone,
    signed_in,
)

CMS_PREFIX = "cms/"
# Events and rooms are the organisers' work: who may read one is led away from its screens, for others it is not there.
LED_TO_THE_LIBRARY = CMS_ORGANISER | dict.fromkeys(
    ("contributor", "steward", "steward_other"), "/cms/pages/{index_id}/"
)
EVENTS = {
    "/cms/pages/{calendar_id}/": LED_TO_THE_LIBRARY,
    "/cms/pages/add/events/eventpage/{calendar_id}/": CMS_ORGANISER,
    "/cms/pages/{event_public_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{event_draft_id}/history/": CMS_UNREAD,
    "/cms/pages/{event_public_id}/delete/": CMS_NOBODY,  # somebody has a seat: it is cancelled, not deleted
    "/cms/pages/{event_members_id}/delete/": CMS_ORGANISER,
    "/cms/pages/{event_draft_id}/delete/": CMS_UNREAD,
}
ROOMS = {
    "/cms/pages/{forum_id}/": LED_TO_THE_LIBRARY,
    "/cms/pages/add/forums/roompage/{forum_id}/": CMS_ORGANISER,
    "/cms/pages/{room_public_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{room_instansi_id}/edit/": CMS_UNREAD_ELSEWHERE,
    "/cms/pages/{room_draft_id}/view_draft/": CMS_UNREAD,
    "/cms/choose-page/{room_draft_id}/": CMS_UNREAD,
    "/cms/pages/{room_draft_id}/history/": CMS_UNREAD,
    "/cms/pages/{room_public_id}/delete/": CMS_NOBODY,  # somebody has written in it
    "/cms/pages/{room_draft_id}/delete/": CMS_UNREAD,
}
# kind of row → who keeps it, who may delete one; what ended gets its last day, and sub-aspects go with their aspect
KEPT = {
    "practices/regulation": (CMS_STEWARDS, CMS_ADMINISTRATOR),  # one that ended is marked so
    "search/synonymgroup": (CMS_STEWARDS, CMS_STEWARDS),
    "search/promotedresult": (CMS_STEWARDS, CMS_STEWARDS),
    "community/instansi": (CMS_ORGANISER, CMS_NOBODY),
    "community/framework": (CMS_ORGANISER, CMS_NOBODY),
    "community/aspect": (CMS_ORGANISER, CMS_NOBODY),
}
UNCHOSEN = ("search/synonymgroup", "search/promotedresult")  # all else is no secret: who writes chooses from it


def _row(kind: str) -> str:
    return f"{{{kind.partition('/')[2]}_pk}}"


ROWS = {
    f"/cms/snippets/{kind}/{part}": who
    for kind, (keepers, deleters) in KEPT.items()
    for part, who in (
        *(("", keepers), ("add/", keepers), (f"edit/{_row(kind)}/", keepers)),
        (f"delete/{_row(kind)}/", deleters),
    )
}
SUBASPECTS = {
    "/cms/snippets/community/subaspect/": CMS_ADMINISTRATOR,
    "/cms/snippets/community/subaspect/add/": CMS_NOBODY,
    "/cms/snippets/community/subaspect/edit/{subaspect_pk}/": CMS_NOBODY,
    "/cms/snippets/community/subaspect/delete/{subaspect_pk}/": CMS_NOBODY,
}
# More screens of the same things; asked in the slow tier.
LESSER = {
    "/cms/pages/{calendar_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{forum_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{event_members_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{event_instansi_id}/edit/": CMS_UNREAD_ELSEWHERE,
    "/cms/pages/{event_draft_id}/edit/": CMS_UNREAD,
    "/cms/pages/{event_draft_id}/view_draft/": CMS_UNREAD,
    "/cms/pages/{event_public_id}/history/": CMS_ORGANISER,
    "/cms/pages/{room_members_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{room_draft_id}/edit/": CMS_UNREAD,
    "/cms/pages/{room_public_id}/history/": CMS_ORGANISER,
    "/cms/api/main/pages/{room_draft_id}/": CMS_UNREAD,
    **{
        f"/cms/snippets/{kind}/{part}": keepers
        for kind, (keepers, _) in KEPT.items()
        for part in ("results/", *(f"{verb}/{_row(kind)}/" for verb in ("usage", "history", "history-results")))
    },
    "/cms/snippets/community/subaspect/results/": CMS_ADMINISTRATOR,
    **{
        f"/cms/snippets/community/subaspect/{verb}/{{subaspect_pk}}/": CMS_NOBODY
        for verb in ("usage", "history", "history-results")
    },
    "/cms/snippets/practices/regulation/copy/{regulation_pk}/": CMS_STEWARDS,
    "/cms/snippets/practices/regulation/inspect/{regulation_pk}/": CMS_STEWARDS,
    **{
        f"/cms/snippets/choose/{kind}/{part}": CMS_ANYBODY
        for kind in (*KEPT, "community/subaspect")
        if kind not in UNCHOSEN
        for part in ("", "results/", f"chosen/{_row(kind)}/", f"chosen-multiple/?id={_row(kind)}")
    },
    **{f"/cms/snippets/choose/{kind}/create/": keepers for kind, (keepers, _) in KEPT.items() if kind not in UNCHOSEN},
    "/cms/snippets/choose/community/subaspect/create/": CMS_NOBODY,
    **{f"/cms/users/{part}/{{member_pk}}/": CMS_ORGANISER for part in ("history", "history-results", "usage")},
}
CMS = {
    "/cms/": CMS_ANYBODY,
    "/cms/login/": NOT_SIGNED_IN_ONLY | {"visitor": SIGN_IN},
    "/cms/logout/": signed_in(200, visitor=HOME),
    "/cms/account/": CMS_ANYBODY,
    "/cms/pages/{index_id}/": CMS_ANYBODY,
    "/cms/pages/{index_id}/edit/": CMS_ORGANISER,
    "/cms/pages/{public_id}/edit/": CMS_OF_SCOPE,
    "/cms/pages/{members_id}/edit/": CMS_OF_SCOPE,
    "/cms/pages/{home_id}/edit/": CMS_ORGANISER,
    # What a person may neither read nor edit is not there for them, whatever the screen: a contributor's instansi and
    # a steward's scope are their bounds.
    "/cms/pages/{draft_id}/edit/": CMS_DRAFT,
    "/cms/pages/{draft_id}/view_draft/": CMS_DRAFT,
    "/cms/pages/{draft_id}/history/": CMS_DRAFT,
    "/cms/pages/{draft_id}/delete/": CMS_DRAFT_DELETE,  # a contributor only what they started themselves
    "/cms/pages/{draft_elsewhere_id}/edit/": CMS_HIDDEN,
    "/cms/pages/{draft_elsewhere_id}/view_draft/": CMS_HIDDEN,
    "/cms/pages/{draft_elsewhere_id}/move/": CMS_HIDDEN_ORG,
    "/cms/pages/{draft_elsewhere_id}/": CMS_HIDDEN,
    "/cms/choose-page/{draft_elsewhere_id}/": CMS_HIDDEN,
    "/cms/choose-page/chosen-multiple/?id={draft_elsewhere_id}": CMS_HIDDEN,
    "/cms/api/main/pages/{draft_elsewhere_id}/": CMS_HIDDEN,
    "/cms/pages/{elsewhere_id}/edit/": CMS_OF_SCOPE | {"contributor": CMS_HOME},
    "/cms/pages/{public_id}/history/": CMS_OF_SCOPE,
    "/cms/pages/{public_id}/delete/": CMS_ORGANISER,
    "/cms/pages/add/practices/practicepage/{index_id}/": CMS_ANYBODY,
    "/cms/pages/add/cop_portal/homepage/{index_id}/": CMS_NOBODY,  # there is one front page, and not below the library
    **EVENTS,
    **ROOMS,
    **ROWS,
    **SUBASPECTS,
    "/cms/pages/{public_id}/privacy/": CMS_NOBODY,  # the audience of a practice is the one rule
    # The lists are open to all who upload; what stands in them is asked in test_cms_secrets and test_files.
    "/cms/images/": CMS_ANYBODY,
    "/cms/documents/": CMS_ANYBODY,
    "/cms/documents/edit/{document_id}/": CMS_FILE,
    "/cms/documents/delete/{document_id}/": CMS_FILE,
    "/cms/documents/chooser/chosen/{document_id}/": CMS_FILE,
    "/cms/api/main/documents/{document_id}/": CMS_CHOSEN,
    "/cms/pencarian/pertanyaan/": CMS_STEWARDS,
    "/cms/pencarian/indeks/": CMS_STEWARDS,
    "/cms/settings/community/portalsettings/{settings_id}/": CMS_ORGANISER,
    "/cms/redirects/": CMS_ORGANISER,
    "/cms/users/": CMS_ORGANISER,
    "/cms/users/edit/{administrator_id}/": CMS_ADMINISTRATOR,
    "/cms/groups/": CMS_ADMINISTRATOR,
    "/cms/sites/": CMS_ADMINISTRATOR,
    "/cms/collections/": CMS_ADMINISTRATOR,
    "/cms/workflows/list/": CMS_ADMINISTRATOR,
    "/cms/umpan-balik/": CMS_STEWARDS,
    "/cms/umpan-balik/praktik/{public_id}/": CMS_STEWARDS,
    "/cms/umpan-balik/praktik/{instansi_id}/": CMS_STEWARDS | {"steward_other": 404, "organiser": 404},
    "/cms/reports/site-history/": CMS_ANYBODY,  # of the pages that each may edit
    "/cms/reports/aging-pages/": CMS_ANYBODY,
    "/cms/reports/page-types-usage/": CMS_ORGANISER,  # it names whatever was edited last
    "/cms/reports/locked/": CMS_STEWARDS,
    "/cms/password_reset/": everyone("/akun/sandi/lupa/"),
    "/cms/bulk/wagtailcore/page/delete/?id={public_id}": CMS_ANYBODY,  # it names what each may not delete
    "/cms/pencarian/indeks/ulang/": CMS_ANYBODY | dict.fromkeys(MAY_OPEN_CMS, 405),  # a form
    "/cms/users/results/": CMS_ORGANISER,
    "/cms/users/new/": CMS_ORGANISER,
    "/cms/users/delete/{member_pk}/": CMS_ADMINISTRATOR,
    "/cms/api/main/images/": CMS_ANYBODY,
    "/cms/api/main/documents/": CMS_ANYBODY,
    **{
        f"/cms/api/main/{part}/": CMS_ANYBODY | dict.fromkeys(MAY_OPEN_CMS, 404)  # nothing is named
        for part in ("images/find", "documents/find", "images/0")
    },
    **{
        f"/cms/snippets/choose/{kind}/{part}": CMS_ANYBODY | dict.fromkeys(MAY_OPEN_CMS, 404)  # nothing refers to them
        for kind in UNCHOSEN
        for part in ("", f"chosen/{_row(kind)}/")
    },
    "/cms/tidak-ada/": CMS_ANYBODY | dict.fromkeys(MAY_OPEN_CMS, 404),
}
