"""The memory of one process: bounded, and one thread makes a page while others wait for it."""

import threading
import time

from cop_portal.page_cache.store import Kept, Key, Store

STAMPS = {"a": 1, "b": 2}


def key(path="/", query="") -> Key:
    return Key("http", "testserver", path, query, "id", is_zipped=False)


def page(size=1_000, stamps=(("a", 1),), minute=7) -> Kept:
    return Kept(b"x" * size, (), stamps, minute)


def keep(store: Store, at: Key, what: Kept | None) -> None:
    assert store.begin(at)
    store.end(at, what)


def test_a_page_holds_while_its_stamps_and_its_minute_do():
    kept = page(stamps=(("a", 1), ("b", 2)))

    assert kept.holds(STAMPS, 7)
    assert not kept.holds(STAMPS, 8)
    assert not kept.holds(STAMPS | {"b": 3}, 7)
    assert not kept.holds({"a": 1}, 7)
    assert kept.holds(STAMPS | {"c": 5}, 7)


def test_the_pages_asked_for_longest_ago_make_room():
    store = Store(4 * 10 * (1_000 + Kept.OVERHEAD) // 3)
    for number in range(10):
        keep(store, key(f"/{number}/"), page())
    store.get(key("/0/"))

    keep(store, key("/10/"), page())

    assert [number for number in range(11) if store.get(key(f"/{number}/")) is None] == [1]


def test_filtered_lists_never_push_out_the_pages_themselves():
    store = Store(100 * (1_000 + Kept.OVERHEAD))
    keep(store, key("/praktik/"), page())

    for number in range(1_000):
        keep(store, key("/praktik/", f"tahun={number}"), page())

    assert store.get(key("/praktik/")) is not None
    assert sum(store.get(key("/praktik/", f"tahun={number}")) is not None for number in range(1_000)) == 25


def test_a_page_larger_than_a_quarter_of_the_memory_is_not_kept():
    store = Store(40_000)

    keep(store, key(), page(20_000))

    assert store.get(key()) is None


def test_a_page_that_may_no_longer_be_kept_is_forgotten():
    store = Store(100_000)
    keep(store, key(), page())

    keep(store, key(), None)

    assert store.get(key()) is None


def test_one_thread_makes_a_page_and_the_others_wait_for_it():
    store, found = Store(100_000), []
    assert store.begin(key())
    waiting = [threading.Thread(target=lambda: found.append((store.begin(key()), store.get(key())))) for _ in range(8)]
    for thread in waiting:
        thread.start()
    time.sleep(0.05)
    made = page()

    store.end(key(), made)
    for thread in waiting:
        thread.join(5)

    assert found == [(False, made)] * 8


def test_nobody_waits_longer_than_the_limit_for_a_maker_that_hangs():
    store = Store(100_000)
    store.WAIT_SECONDS = 0.01
    store.begin(key())

    assert store.begin(key()) is False


def test_nobody_waits_for_a_page_that_was_not_to_be_kept():
    store = Store(100_000)
    keep(store, key(), None)
    store.begin(key())

    assert store.begin(key()) is True
