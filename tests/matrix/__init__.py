"""The tables of every address × every role, written by hand; `tests/test_url_matrix.py` holds the portal to them."""
