"""The portal's answers beside simpler ones, on the project's own set: `python -m benchmarks.relevance [--pool N]`.

words    BM25 over the words as written
stems    BM25 over what PySastrawi makes of them
lucene   Elasticsearch's built-in `indonesian` analyzer, multi_match best_fields over title^3 and body
portal   the embedded engine
elastic  the portal on Elasticsearch

The first two need nothing, the last ones a migrated or empty database; Elasticsearch is started unless
`ELASTICSEARCH_URL` names one, and left out with `--without-elasticsearch`. `--pool N` prints instead what any of them
finds among its first N and nobody has judged: question, document, title.
"""

import argparse
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from uuid import uuid4

from cop_portal.elasticsearch_nodes import Cluster

TITLE, K1, B = 3, 1.2, 0.75
Find = Callable[[str], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pool", type=int, default=0)
    parser.add_argument("--without-elasticsearch", action="store_true")
    options = parser.parse_args()
    with_nodes = not options.without_elasticsearch
    with Cluster(1) if with_nodes and not os.environ.get("ELASTICSEARCH_URL") else nullcontext() as cluster:
        if cluster:
            os.environ["ELASTICSEARCH_URL"] = cluster.addresses[0]
        run(with_nodes, options.pool)


def run(with_elasticsearch: bool, pool: int) -> None:
    """Ask every variant all questions; print its figures, or what of its answers is not judged."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_portal.settings.demo")
    import django

    django.setup()
    from search.evaluation import files
    from search.evaluation.judge import judge

    documents, asked = files.documents(files.OWN_DOCUMENTS), files.queries(files.OWN_QUERIES)
    titles = {document["id"]: document["title"] for document in documents}
    seen = {(query.text, pk) for query in asked for pk in query.judged}
    for name, variant in variants(documents, with_elasticsearch):
        with variant as find:
            verdicts = judge(asked, find)
        if not pool:
            tell(name, verdicts)
            continue
        for verdict in verdicts:
            for pk in verdict.found[:pool]:
                if (verdict.query.text, pk) not in seen:
                    seen.add((verdict.query.text, pk))
                    print(verdict.query.text, pk, titles[pk], sep="\t")


def tell(name: str, verdicts: list) -> None:
    """The figures of one variant: of all questions, of each half, of each category."""
    from search.evaluation import files
    from search.evaluation.judge import summary

    halves = {half: files.half([each.query for each in verdicts], half) for half in files.HALVES}
    rows = {"all": summary(verdicts)}
    for half, queries in halves.items():
        rows[half] = summary([each for each in verdicts if each.query in queries])
    rows |= rows["all"]["by_category"]
    print(f"\n{name:<12} questions  nDCG@10  recall@10  MRR    empty")
    for row, told in rows.items():
        print(
            f"{row:<12} {told['queries']:>9}  {told['ndcg@10']:<7.3f}  {told['recall@10']:<9.3f}  "
            f"{told['mrr']:.3f}  {told['zero_results']}"
        )


def variants(documents: list[dict], with_elasticsearch: bool) -> Iterator[tuple[str, object]]:
    """Names with what gives, in a `with`, a function from a question to ids, best first."""
    from search.evaluation.scratch import finder

    yield "words", nullcontext(bm25(documents, words))
    yield "stems", nullcontext(bm25(documents, stemmed()))
    if with_elasticsearch:
        yield "lucene", lucene(documents)
    yield "portal", finder(documents)
    if with_elasticsearch:
        yield "elastic", finder(documents, engine_name="elasticsearch")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def stemmed() -> Callable[[str], list[str]]:
    """A reader of PySastrawi's stems, nothing protected."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    stemmer, known = StemmerFactory().create_stemmer(), {}

    def stems(text: str) -> list[str]:
        return [known[word] if word in known else known.setdefault(word, stemmer.stem(word)) for word in words(text)]

    return stems


def bm25(documents: list[dict], read: Callable[[str], list[str]]) -> Find:
    """Any word may match; a word of the title counts three times."""
    bags = {}
    for document in documents:
        bags[document["id"]] = Counter(read(document["title"]) * TITLE + read(document["body"]))
    length = {pk: sum(bag.values()) for pk, bag in bags.items()}
    average = sum(length.values()) / len(length)
    having = Counter(word for bag in bags.values() for word in bag)

    def find(text: str) -> list[str]:
        scores: Counter = Counter()
        for word in read(text):
            rarity = math.log(1 + (len(bags) - having[word] + 0.5) / (having[word] + 0.5))
            for pk, bag in bags.items():
                if often := bag[word]:
                    scores[pk] += rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * length[pk] / average))
        return [pk for pk, _ in scores.most_common(100)]

    return find


@contextmanager
def lucene(documents: list[dict]) -> Iterator[Find]:
    """An index of Elasticsearch's own analysis, deleted at the end."""
    from search.engines.elastic import client

    connected, index = client.connection().options(request_timeout=60), f"relevance-{uuid4().hex[:8]}"
    text = {"type": "text", "analyzer": "indonesian"}
    connected.indices.create(index=index, mappings={"properties": {"title": text, "body": text}})
    try:
        lines = []
        for document in documents:
            lines.append({"index": {"_id": document["id"]}})
            lines.append({"title": document["title"], "body": document["body"]})
        connected.bulk(index=index, operations=lines, refresh=True)

        def find(asked: str) -> list[str]:
            query = {"multi_match": {"query": asked, "type": "best_fields", "fields": ["title^3", "body"]}}
            found = connected.search(index=index, query=query, size=100, source=False)
            return [hit["_id"] for hit in found["hits"]["hits"]]

        yield find
    finally:
        connected.indices.delete(index=index)


if __name__ == "__main__":
    main()
