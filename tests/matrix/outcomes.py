"""What a request may come to, for each role: what the tables are written in."""

from tests.support.people import ROLES

SIGN_IN, HOME, CMS_HOME = "/akun/masuk/", "/", "/cms/"
CONFIRM = "/akun/konfirmasi/"


def row(*expected) -> dict:
    """Expected answers in the order of `ROLES`: a status, or where a redirect ends."""
    return dict(zip(ROLES, expected, strict=True))


def everyone(expected) -> dict:
    return row(*[expected] * len(ROLES))


def signed_in(expected, visitor=SIGN_IN) -> dict:
    return row(visitor, *[expected] * (len(ROLES) - 1))


NOT_SIGNED_IN_ONLY = signed_in(HOME, visitor=200)  # sign-in and sign-up send home who is signed in

MAY_NOT_OPEN_CMS, MAY_OPEN_CMS = ROLES[1:4], ROLES[4:]

MEMBERS = ROLES[2:]
MODERATORS = ("steward", "organiser", "administrator")  # of rooms in best practice

# That there is a CMS is no secret, so 403 there; inside it Wagtail leads back to its front page with a message.
# fmt: off
#                         visitor  unverified member other  contributor steward    other     organiser administrator
MEMBERS_ONLY      = row( 404,     404,       200,   200,         200,        200,    200,          200,      200)
DIRECTORY         = row( SIGN_IN, 404,       200,   200,         200,        200,    200,          200,      200)
HOME_INSTANSI     = row( 404,     404,       200,   404,         200,        200,    404,          404,      200)
GROUP_OF_OTHER    = row( 404,     404,       404,   200,         404,        404,    404,          404,      200)
ORGANISERS        = row( SIGN_IN, 404,       404,   404,         404,        404,    404,          200,      200)
HELD              = row( 404,     404,       404,   404,         404,        200,    404,          200,      200)
FORUM_STEWARDS    = row( SIGN_IN, 404,       404,   404,         404,        200,    200,          200,      200)
FORUM_STEWARDS_OF_SCOPE = HELD | {"visitor": SIGN_IN}
CMS_ANYBODY       = row( SIGN_IN, 403,       403,   403,         200,        200,    200,          200,      200)
CMS_ORGANISER     = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   200,      200)
CMS_OF_SCOPE      = row( SIGN_IN, 403,       403,   403,         200,        200,    CMS_HOME,     200,      200)
CMS_STEWARDS      = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   200,    200,          200,      200)
CMS_NOBODY        = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   CMS_HOME, CMS_HOME)
CMS_ADMINISTRATOR = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   CMS_HOME, 200)
CMS_HIDDEN        = row( SIGN_IN, 403,       403,   403,         404,        200,    404,          200,      200)
CMS_HIDDEN_ORG    = row( SIGN_IN, 403,       403,   403,         404,        CMS_HOME, 404,        200,      200)
CMS_DRAFT         = row( SIGN_IN, 403,       403,   403,         200,        200,    404,          200,      200)
CMS_DRAFT_DELETE  = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   200,    404,          200,      200)
CMS_FILE          = row( SIGN_IN, 403,       403,   403,         CMS_HOME,   CMS_HOME, CMS_HOME,   200,      200)
CMS_CHOSEN        = row( SIGN_IN, 403,       403,   403,         404,        404,    404,          200,      200)
CMS_UNREAD        = row( SIGN_IN, 403,       403,   403,         404,        404,    404,          200,      200)
CMS_UNREAD_ELSEWHERE = CMS_UNREAD | {"contributor": CMS_HOME, "steward": CMS_HOME}
# fmt: on
