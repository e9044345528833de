"""The parser against NARA's own attributes: what differs is what is known to differ, and no more."""

import pytest

from tests.parsing import corpus, score

COMPARED = 45  # documents
WITH_REFERENCES = 25  # of them have a reference that NARA gives whole
LEAST = 0.99  # of all comparisons of the promised fields

pytestmark = corpus.needs(corpus.ATTRIBUTES)


@pytest.fixture(scope="module")
def result():
    return score.compare()


@pytest.mark.parametrize("field", score.FIELDS)
def test_field_differs_only_where_it_is_known_to(result, field):
    agree, differ = result[field]
    known = sorted(k["document"] for k in score.KNOWN_FAILURES if k["field"] == field)
    assert differ == known
    assert len(agree) + len(differ) == (WITH_REFERENCES if field == "references" else COMPARED)


def test_promised_fields_agree_nearly_everywhere(result):
    agree, of = score.share(result, score.PROMISED)
    assert agree >= LEAST * of, f"{agree} of {of}"
