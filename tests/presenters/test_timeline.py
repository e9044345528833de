"""Cables by year as bars."""

from hypothesis import given
from hypothesis import strategies as st

from cables.presenters.timeline import HEIGHT, LOWEST, MAX_YEARS, timeline


def drawn(*counted):
    return timeline(counted, str)


def test_no_year_is_no_drawing():
    assert drawn() is None


def test_years_between_stand_empty_and_lead_nowhere():
    bars = drawn((1974, 2, True), (1976, 1, True)).bars
    assert [(bar.year, bar.count, bar.href) for bar in bars] == [
        (1974, 2, "1974"),
        (1975, 0, ""),
        (1976, 1, "1976"),
    ]


def test_table_has_only_years_with_cables():
    assert [row.year for row in drawn((1974, 2, True), (1976, 1, True)).rows] == [1974, 1976]


def test_heights_are_in_proportion_and_few_cables_can_still_be_seen():
    bars = drawn((1974, 1000, True), (1975, 500, True), (1976, 1, True)).bars
    assert [bar.height for bar in bars] == [HEIGHT, HEIGHT // 2, LOWEST]


def test_one_wrong_date_does_not_draw_a_thousand_years():
    assert len(drawn((9, 1, True), (2009, 5, True)).bars) == 2


@given(st.dictionaries(st.integers(1, 9999), st.integers(1, 10**6), min_size=1, max_size=MAX_YEARS))
def test_bars_stay_inside_the_drawing(counts):
    line = timeline(((year, n, True) for year, n in counts.items()), str)
    assert sum(row.count for row in line.rows) == sum(counts.values())
    for bar in line.bars:
        assert float(bar.left[:-1]) + float(bar.width[:-1]) <= 100.001
        assert bar.top + bar.height <= HEIGHT
