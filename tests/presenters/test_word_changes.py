"""What differs between two texts, exactly and without much work."""

from hypothesis import given
from hypothesis import strategies as st

from cables.presenters import word_changes
from cables.presenters.word_changes import IN, OUT, SAME, changes

WORDS = st.lists(st.sampled_from("the ship left port late again".split()), max_size=25)


def told(old, new):
    old, new = old.split(), new.split()
    return [
        (kind, " ".join((new if kind == IN else old)[start:end])) for kind, start, end in changes(old, new)
    ]


def test_words_that_were_replaced():
    assert told("the ship left port late", "the ship left harbour late") == [
        (SAME, "the ship left"),
        (OUT, "port"),
        (IN, "harbour"),
        (SAME, "late"),
    ]


def test_words_put_in_and_taken_out():
    assert told("a b c", "a x b c") == [(SAME, "a"), (IN, "x"), (SAME, "b c")]
    assert told("a x b c", "a b c") == [(SAME, "a"), (OUT, "x"), (SAME, "b c")]


def test_nothing_and_everything():
    assert told("", "") == []
    assert told("a b", "a b") == [(SAME, "a b")]
    assert told("a b", "") == [(OUT, "a b")]
    assert told("", "a b") == [(IN, "a b")]
    assert told("a b", "x y") == [(OUT, "a b"), (IN, "x y")]


@given(WORDS, WORDS)
def test_both_texts_come_out_whole_and_in_order(old, new):
    runs = changes(old, new)
    assert [w for kind, start, end in runs if kind != IN for w in old[start:end]] == old
    at, came = 0, []
    for kind, start, end in runs:
        words = new[start:end] if kind == IN else old[start:end]
        if kind != OUT:
            came += words
        at += end - start
    assert came == new


@given(WORDS, WORDS)
def test_nothing_shorter_would_do(old, new):
    edits = sum(end - start for kind, start, end in changes(old, new) if kind != SAME)
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            longest[i + 1][j + 1] = longest[i][j] + 1 if a == b else max(longest[i][j + 1], longest[i + 1][j])
    assert edits == len(old) + len(new) - 2 * longest[-1][-1]


class Counted(str):
    """A word that counts how often it is compared."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        Counted.compared += 1
        return str.__eq__(self, other)

    def __ne__(self, other):
        Counted.compared += 1
        return str.__ne__(self, other)


def test_work_is_bounded_whatever_the_texts_are():
    for old, new in (
        ([f"a{n}" for n in range(10_000)], [f"b{n}" for n in range(10_000)]),
        (["a", "b"] * 5_000, ["b", "a", "c"] * 4_000),
        (["a"] * 10_000, ["a"] * 5_000 + ["b"] * 5_000),
    ):
        Counted.compared = 0
        changes([Counted(word) for word in old], [Counted(word) for word in new])
        assert Counted.compared < 3 * (len(old) + len(new)) + 30 * word_changes.MOST_EDITS**2
