"""What browsers report of the content policy: a line in the log for each fault, without what tells of persons."""

import json
from urllib.parse import urlsplit

import structlog
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from community.errors import TooOften
from community.views.sending import MINUTE, count_sending
from cop_portal.metrics import CSP_REPORTS

logger = structlog.get_logger(__name__)

LONGEST_REPORT = 16_384  # bytes
LONGEST_VALUE = 200
LIMITS = {MINUTE: 20}
QUIET_SECONDS = 3_600  # the same fault on the same page is told once in this time
FETCHED = ("child", "connect", "default", "font", "frame", "img", "manifest", "media", "object", "worker")
WITH_PARTS = [f"{kind}-src{part}" for kind in ("script", "style") for part in ("", "-elem", "-attr")]
DIRECTIVES = {*(f"{kind}-src" for kind in FETCHED), *WITH_PARTS, "base-uri", "form-action", "frame-ancestors"}


@csrf_exempt  # browsers send it by themselves, without a token
@require_POST
def receive(request):
    """Log a report in either of the two forms that browsers send; 400 for what is no report, 429 for too many."""
    if len(request.body) > LONGEST_REPORT:
        raise BadRequest("The report is too long.")
    faults = [_fault(report) for report in _reports(request.body)]
    try:
        count_sending(request, "csp", LIMITS)
    except TooOften:
        return HttpResponse(status=429)
    for fault in faults:
        CSP_REPORTS.labels(fault["directive"]).inc()
        if cache.add(f"csp:{_hash_of(fault)}", True, QUIET_SECONDS):
            logger.warning("csp_report", **fault)
    return HttpResponse(status=204)


def _hash_of(fault: dict) -> str:
    """The same for the same fault on the same page."""
    return salted_hmac("cop_portal.csp", json.dumps(fault, sort_keys=True)).hexdigest()


def _reports(body: bytes) -> list[dict]:
    """The reports of a body: `{"csp-report": {…}}`, or a list of `{"type": "csp-violation", "body": {…}}`."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The report is no JSON.") from error
    if isinstance(sent, dict):
        found = [sent.get("csp-report")]
    elif isinstance(sent, list):
        found = [
            each.get("body") for each in sent[:20] if isinstance(each, dict) and each.get("type") == "csp-violation"
        ]
    else:
        found = []
    reports = [each for each in found if isinstance(each, dict)]
    if not reports:
        raise BadRequest("The body holds no report.")
    return reports


def _fault(report: dict) -> dict[str, str]:
    """What was stopped and where, without queries and fragments, which may hold what somebody searched for."""
    stopped = _text(report, "effective-directive", "effectiveDirective", "violated-directive").partition(" ")[0]
    return {
        "directive": stopped if stopped in DIRECTIVES else "other",
        "blocked": _place(_text(report, "blocked-uri", "blockedURL")),
        "page": _place(_text(report, "document-uri", "documentURL")),
        "source": _place(_text(report, "source-file", "sourceFile")),
    }


def _text(report: dict, *names: str) -> str:
    return next((value for name in names if isinstance(value := report.get(name), str)), "")


def _place(address: str) -> str:
    """Host and path of an address, or the word that stands in its place (`inline`, `eval`, `data`)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "?"
    if parts.scheme in ("http", "https"):
        return f"{parts.hostname or ''}{parts.path}"[:LONGEST_VALUE]
    return (parts.scheme or parts.path)[:LONGEST_VALUE]
