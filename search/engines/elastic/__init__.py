"""Search on Elasticsearch: the second engine, over the same entries, the same roots and the same ranking."""
