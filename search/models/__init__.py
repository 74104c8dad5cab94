from search.models.entries import EntryRefresh, RefusedEntry, SearchEntry, SearchWord
from search.models.wording import PromotedResult, SearchStamp, SynonymGroup

__all__ = ["EntryRefresh", "PromotedResult", "RefusedEntry", "SearchEntry", "SearchStamp", "SearchWord", "SynonymGroup"]
