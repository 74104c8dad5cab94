"""Labels are plain words that mean one thing each."""

import string

from hypothesis import given
from hypothesis import strategies as st

from search.labels import container_label, door_label, facet_label, facet_of, kind_label, kind_of, labels_of

TEXT = st.text(max_size=12)


@given(TEXT, TEXT)
def test_a_facet_label_reads_back(name, value):
    label = facet_label(name, value)

    assert facet_of(label) == (name, value)
    assert set(label) <= set(string.ascii_lowercase + string.digits)


@given(TEXT.filter(bool))
def test_kinds_of_labels_never_meet(text):
    labels = {kind_label(text), door_label(text), facet_label(text, text), facet_label("", text), container_label(7)}

    assert len(labels) == 5
    assert kind_of(kind_label(text)) == text
    assert kind_of(door_label(text)) is facet_of(door_label(text)) is None


@given(TEXT, TEXT)
def test_doors_that_differ_have_labels_that_differ(one, other):
    assert (door_label(one) == door_label(other)) == (one == other)


def test_labels_of_an_entry():
    labels = labels_of("practice", ["public", "instansi:1"], {"year": [2022], "scope": []}, container=-3)

    assert labels == "kpractice dpublic dinstansiz3a1 cz3 fyearzz2022"
