"""Reference data of search: the synonyms that come with the portal, and who keeps them."""

from community.enums import Role
from community.models import ReferenceStep
from community.reference.roles import grant
from search import terms, wording
from search.language.lexicon import synonym_sections
from search.models import SynonymGroup

STEP = "synonyms:"  # with the first term of a group that was loaded once
VERBS = ("view", "add", "change", "delete")


def load() -> dict[str, int]:
    """Add the synonyms that were never loaded, renew those that nobody edited, and give the roles their rights."""
    for role in (Role.STEWARD, Role.ORGANISER):
        for model in ("synonymgroup", "promotedresult"):
            grant(role, [f"search.{verb}_{model}" for verb in VERBS], step=model)
        grant(role, ["search.view_askedsearch"], step="asked")
        grant(role, ["search.delete_refusedentry"], step="refused")
    return {"sinonim": _load_synonyms()}


def _load_synonyms() -> int:
    """How many groups were added; one that was deleted stays away, and one that was edited stays as it is.

    A term that stands in a group made here is left out of a new one: a steward has said what it means.
    """
    shipped = {terms.split(line)[0]: (heading, line) for heading, line in synonym_sections()}
    loaded = ReferenceStep.objects.filter(key__startswith=STEP).values_list("key", flat=True)
    known = {key.removeprefix(STEP) for key in loaded}
    groups = list(SynonymGroup.objects.all())
    taken = {term for group in groups for term in terms.split(group.terms)}
    new = [first for first in shipped if first not in known]
    added = list(filter(None, (_group(*shipped[first], taken) for first in new)))
    renewed = _renewed(groups, {first: line for first, (_, line) in shipped.items()}, taken)
    ReferenceStep.objects.bulk_create([ReferenceStep(key=f"{STEP}{first}") for first in new])
    SynonymGroup.objects.bulk_create(added)
    SynonymGroup.objects.bulk_update(renewed, ["terms", "shipped"])
    if added or renewed:
        wording.changed()
    return len(added)


def _group(heading: str, line: str, taken: set[str]) -> SynonymGroup | None:
    left = [term for term in terms.split(line) if term not in taken]
    return SynonymGroup(terms=terms.joined(left), shipped=terms.joined(left), note=heading) if len(left) > 1 else None


def _renewed(groups: list[SynonymGroup], shipped: dict[str, str], taken: set[str]) -> list[SynonymGroup]:
    """The groups that nobody edited and of which the portal has a newer form, changed to it."""
    found = []
    for group in groups:
        own = terms.split(group.terms)
        newer = shipped.get(own[0]) if group.shipped == group.terms else None
        left = [term for term in terms.split(newer or "") if term in own or term not in taken]
        if len(left) > 1 and terms.joined(left) != group.terms:
            group.terms = group.shipped = terms.joined(left)
            found.append(group)
    return found
