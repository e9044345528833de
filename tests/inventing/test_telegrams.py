from collections import Counter
from itertools import islice
from statistics import mean

import pytest

from cables.inventing import invented
from cables.inventing.posts import posts
from cables.inventing.words import SIZE, pool, vocabulary
from cables.parsing import canonical_mrn, parse_cable, split_cables

pytestmark = pytest.mark.once
COUNT = 400


@pytest.fixture(scope="module")
def telegrams():
    return list(invented(COUNT, seed=5))


@pytest.fixture(scope="module")
def parsed(telegrams):
    return [parse_cable(telegram.text) for telegram in telegrams]


def test_same_seed_gives_the_same_and_another_others(telegrams):
    assert list(islice(invented(10_000, seed=5), 50)) == telegrams[:50]
    assert next(invented(1, seed=6)) != telegrams[0]


def test_number_is_given_once():
    numbers = [telegram.mrn for telegram in invented(3000)]
    assert len(set(numbers)) == len(numbers)


def test_sizes_are_those_of_real_telegrams(telegrams, parsed):
    assert 6000 < mean(len(telegram.text) for telegram in telegrams) < 7000
    assert 11 < mean(len(each.paragraphs) for each in parsed) < 15
    assert 4.5 < mean(len(each.tags) for each in parsed) < 5.5
    assert 1.5 < mean(len(each.references) for each in parsed) < 2.5
    assert 0.2 < mean(telegram.sent.year < 1980 for telegram in telegrams) < 0.4


def test_parser_reads_what_was_settled(telegrams, parsed):
    for telegram, each in zip(telegrams, parsed, strict=True):
        assert each.mrn == telegram.mrn
        assert each.sent_at == telegram.sent.replace(second=0)
        assert each.originator == telegram.origin
        assert each.classification == telegram.classification
        assert [reference.mrn for reference in each.references] == [
            canonical_mrn(number) for number in telegram.cited
        ]
        assert split_cables(telegram.text) == [(0, len(telegram.text))]


def test_what_is_cited_was_sent_before_and_is_often_held(telegrams):
    sent = {telegram.mrn: telegram.sent for telegram in telegrams}
    cited = [(canonical_mrn(number), each.sent) for each in telegrams for number in each.cited]
    held = [(sent[number], at) for number, at in cited if number in sent]
    assert all(earlier < later for earlier, later in held)
    assert len(held) > len(cited) / 4


def test_few_words_are_most_of_the_text():
    assert len(set(vocabulary())) == SIZE
    counts = Counter(pool()).most_common()
    assert len(counts) == SIZE
    total = sum(count for _, count in counts)
    assert sum(count for _, count in counts[:100]) > total / 3
    assert counts[0][1] < total / 10
    assert counts[9][1] == pytest.approx(counts[0][1] * 2 / 11, rel=0.1)


def test_no_post_is_read_as_one_that_exists():
    for post in posts():
        assert canonical_mrn(f"08{post.code}412") == f"08{post.code}412"
    assert len({post.code for post in posts()}) == len(posts()) == 250
