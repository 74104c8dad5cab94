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
    HOME,
    MAY_OPEN_CMS,
    NOT_SIGNED_IN_ONLY,
    SIGN_IN,
    everyone,
    signed_in,
)

CMS_PREFIX = "cms/"
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
    "/cms/pages/{public_id}/privacy/": CMS_NOBODY,  # the audience of a practice is the one rule
    # The lists are open to all who upload; what stands in them is asked in test_cms_secrets and test_files.
    "/cms/images/": CMS_ANYBODY,
    "/cms/documents/": CMS_ANYBODY,
    "/cms/documents/edit/{document_id}/": CMS_FILE,
    "/cms/documents/delete/{document_id}/": CMS_FILE,
    "/cms/documents/chooser/chosen/{document_id}/": CMS_FILE,
    "/cms/api/main/documents/{document_id}/": CMS_CHOSEN,
    "/cms/snippets/practices/regulation/": CMS_STEWARDS,
    "/cms/snippets/search/synonymgroup/": CMS_STEWARDS,
    "/cms/snippets/search/synonymgroup/add/": CMS_STEWARDS,
    "/cms/snippets/search/promotedresult/": CMS_STEWARDS,
    "/cms/pencarian/pertanyaan/": CMS_STEWARDS,
    "/cms/pencarian/indeks/": CMS_STEWARDS,
    "/cms/snippets/community/instansi/": CMS_ORGANISER,
    "/cms/snippets/community/instansi/edit/{instansi_pk}/": CMS_ORGANISER,
    "/cms/snippets/community/instansi/delete/{instansi_pk}/": CMS_NOBODY,  # what ended gets its last day
    "/cms/snippets/community/framework/delete/{framework_pk}/": CMS_NOBODY,
    "/cms/snippets/community/framework/": CMS_ORGANISER,
    "/cms/snippets/community/aspect/": CMS_ORGANISER,
    "/cms/snippets/community/subaspect/add/": CMS_NOBODY,  # they are written with their aspect
    "/cms/snippets/community/subaspect/": CMS_ADMINISTRATOR,
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
    "/cms/snippets/search/synonymgroup/results/": CMS_STEWARDS,
    "/cms/snippets/search/promotedresult/results/": CMS_STEWARDS,
    "/cms/snippets/search/promotedresult/add/": CMS_STEWARDS,
    "/cms/snippets/community/instansi/results/": CMS_ORGANISER,
    "/cms/users/results/": CMS_ORGANISER,
    "/cms/users/new/": CMS_ORGANISER,
    "/cms/users/delete/{member_pk}/": CMS_ADMINISTRATOR,
    "/cms/api/main/images/": CMS_ANYBODY,
    "/cms/api/main/documents/": CMS_ANYBODY,
    **{
        f"/cms/api/main/{part}/": CMS_ANYBODY | dict.fromkeys(MAY_OPEN_CMS, 404)  # nothing is named
        for part in ("images/find", "documents/find", "images/0")
    },
    # reference data is no secret: who writes anything chooses from it
    **{
        f"/cms/snippets/choose/{kind}/{part}": CMS_ANYBODY
        for kind in (
            *("practices/regulation", "community/instansi", "community/framework"),
            *("community/aspect", "community/subaspect"),
        )
        for part in ("", "results/")
    },
    "/cms/tidak-ada/": CMS_ANYBODY | dict.fromkeys(MAY_OPEN_CMS, 404),
}
