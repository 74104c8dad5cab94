"""How Elasticsearch fares: whether it can be used, and the figures that operators look at."""

from elasticsearch import ApiError, TransportError

from search.engines.elastic import client, indexes


def fault() -> str | None:
    """Why Elasticsearch cannot be used by this version of the portal, or None; takes no longer than a question may."""
    try:
        found = indexes.current(client.quick())
    except (ApiError, TransportError) as error:
        return type(error).__name__
    if found is None:
        return "there is no index, run search_rebuild"
    return f"the index has {found.fault}, run search_rebuild" if found.fault else None


def told() -> dict:
    """Version, health, and each index with its documents, bytes and versions; only `fault` where it does not answer."""
    connected = client.quick()
    try:
        statistics = connected.indices.stats(index=f"{indexes.read_alias()}-at-*", metric="docs,store")["indices"]
        return {
            "fault": fault(),
            "version": connected.info()["version"]["number"],
            "health": connected.cluster.health()["status"],
            "indexes": [_told(index, statistics.get(index.name, {})) for index in indexes.all_of(connected)],
        }
    except (ApiError, TransportError) as error:
        return {"fault": type(error).__name__}


def _told(index: indexes.Index, statistics: dict) -> dict:
    uses = {(True, True): "in use", (True, False): "in use, not written", (False, True): "being filled"}
    total = statistics.get("primaries", {})
    return {
        "name": index.name,
        "use": uses.get((index.is_read, index.is_written), "kept for a way back"),
        "documents": total.get("docs", {}).get("count"),
        "bytes": total.get("store", {}).get("size_in_bytes"),
        "mapping_version": index.mapping_version,
        "language_version": index.language_version,
    }
