"""What is sent to Elasticsearch."""

from elasticsearch.serializer import OrjsonSerializer

from search.engines.elastic import client, queries
from search.engines.expressions import All, Run, Some


def test_expressions_are_written_as_plain_dictionaries():
    found = queries.matching(All((Run(("nilai",)), Some((Run(("umpan", "balik")), Run(("dialog",)))))))

    assert found == {
        "bool": {
            "filter": [
                {"term": {"text": "nilai"}},
                {
                    "bool": {
                        "should": [{"match_phrase": {"text": "umpan balik"}}, {"term": {"text": "dialog"}}],
                        "minimum_should_match": 1,
                    }
                },
            ]
        }
    }


def test_json_is_written_and_read_by_orjson(settings):
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]
    client.forget()

    serializers = client.connection().transport.serializers

    assert isinstance(serializers.get_serializer("application/vnd.elasticsearch+json"), OrjsonSerializer)
    client.forget()
