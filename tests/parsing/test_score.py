"""The parser against NARA's own attributes; each field has a floor that may only rise."""

import pytest

from tests.parsing import corpus, score

# Documents that agree, of 45 (references: of the 25 that have any which NARA did not cut).
FLOOR = dict.fromkeys(score.FIELDS, 45) | {"references": 25}


@pytest.fixture(scope="module")
def result():
    return score.compare()


@corpus.needs(corpus.ATTRIBUTES)
@pytest.mark.parametrize("field", FLOOR)
def test_field_agrees_with_the_attributes(result, field):
    agree, differ = result[field]
    assert len(agree) >= FLOOR[field], f"{field} differs in {' '.join(differ)}"
