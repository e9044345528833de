"""The watch sees what it is there to see, and nothing else."""

from random import Random

import pytest

from tests.proofs.canaries import FORMS, Aviary, Watch

PAGE = "<!doctype html><p>The harbour master <em>called</em> twice.</p>\n" * 40


@pytest.fixture
def aviary():
    return Aviary(Random(1))


@pytest.mark.parametrize("form", FORMS)
def test_canary_is_found_in_every_form(aviary, form):
    word = aviary.new("a paragraph")
    watch = Watch(aviary.kept.values())
    assert watch.look(PAGE) == []
    found = watch.look(PAGE + FORMS[form](word) + PAGE)
    assert found, f"not found {form}"
    assert f"the canary of a paragraph ({word}" in found[0]


def test_words_nobody_watches_are_passed_over(aviary):
    aviary.new("a paragraph")
    assert Watch(aviary.kept.values()).look(f"{aviary.word()} {aviary.word()}") == []


def test_six_withheld_words_in_a_row_are_found_and_five_are_not():
    watch = Watch((), ["The smuggler met him at the old mill by the river."])
    assert watch.look("<p>he met them at the old mill</p>") == []
    assert watch.look("<p>He MET him&nbsp;at the <b>old</b> mill by</p>")


def test_hash_of_withheld_bytes_is_found():
    import hashlib

    content = b"1. (C) The smuggler."
    watch = Watch((), (), [content])
    assert watch.look(f"etag: {hashlib.sha256(content).hexdigest()}")
    assert watch.look(f"etag: {hashlib.sha256(content + b'.').hexdigest()}") == []


def test_canary_is_found_in_bytes(aviary):
    word = aviary.new("a file")
    watch = Watch(aviary.kept.values())
    assert watch.look_at_bytes(b"\x00\xff" + word.encode() + b"\xfe")
    assert watch.look_at_bytes(b"\x00" + word.encode("utf-16-le"))
    assert watch.look_at_bytes(b"\x00\xff" * 100) == []


def test_watching_many_costs_no_more_than_watching_few():
    import time

    aviary = Aviary(Random(2))
    for _ in range(20_000):
        aviary.new("a paragraph")
    few, many = Watch(list(aviary.kept.values())[:10]), Watch(aviary.kept.values())
    page = PAGE * 20

    def seconds(watch):
        start = time.perf_counter()
        assert watch.look(page) == []
        return time.perf_counter() - start

    assert seconds(many) < 5 * seconds(few) + 0.5
