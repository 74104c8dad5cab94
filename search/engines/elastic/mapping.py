"""What the index holds: strict, one shape for all kinds. Raise `VERSION` with every change: a new index is then needed.

The texts are roots that `language` found, parted by spaces, so the analyzer only parts. `words` are the words as
written, for quoted phrases. Texts to show are not here: they are read from the entries.
"""

from elasticsearch.dsl import Date, Double, Keyword, Long, Mapping, Text, analyzer

from search import language

VERSION = 1
GAP = 100  # places between two texts of one field: no phrase reaches from a title into a summary
ROOTS = analyzer("roots", tokenizer="whitespace")
SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",  # named, so that it holds also while nobody searches
    "max_result_window": 10_000,
    # A word in a title of three and in one of ten words says nearly the same of the subject.
    "similarity": {"short": {"type": "BM25", "k1": 1.2, "b": 0.3}, "long": {"type": "BM25", "k1": 1.2, "b": 0.5}},
}
TEXTS = ("title", "summary", "body")


def mapping() -> Mapping:
    """The mapping of an index, with its version and that of the language that made the roots."""
    made = Mapping()
    made.meta("dynamic", "strict")
    made.meta("_meta", mapping_version=VERSION, language_version=language.VERSION)
    for name in TEXTS:
        made.field(name, Text(analyzer=ROOTS, similarity="short" if name == "title" else "long", copy_to="text"))
    made.field("text", Text(analyzer=ROOTS, norms=False, position_increment_gap=GAP))
    made.field("words", Text(analyzer=ROOTS, norms=False, position_increment_gap=GAP))
    made.field("labels", Keyword())
    made.field("room", Keyword())
    made.field("number", Long())
    made.field("group", Long())
    made.field("dated", Date(format="epoch_millis"))
    made.field("boost", Double(index=False))
    return made
