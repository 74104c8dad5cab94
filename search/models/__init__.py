from search.models.entries import EntryRefresh, RefusedEntry, SearchEntry, SearchWord
from search.models.wording import SearchStamp, SynonymGroup

__all__ = ["EntryRefresh", "RefusedEntry", "SearchEntry", "SearchStamp", "SearchWord", "SynonymGroup"]
