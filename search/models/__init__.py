from search.models.asked import AskedSearch, PastQuestion, SearchClick
from search.models.entries import EntryRefresh, RefusedEntry, SearchEntry, SearchWord
from search.models.wording import PromotedResult, SearchStamp, SynonymGroup

__all__ = [
    "AskedSearch",
    "EntryRefresh",
    "PastQuestion",
    "PromotedResult",
    "RefusedEntry",
    "SearchClick",
    "SearchEntry",
    "SearchStamp",
    "SearchWord",
    "SynonymGroup",
]
