"""Cables by year as bars."""

from hypothesis import given
from hypothesis import strategies as st

from cables.presenters.timeline import (
    HEIGHT,
    LABELS,
    LABELS_ON_A_PHONE,
    LOWEST,
    MAX_YEARS,
    Way,
    timeline,
    timeline_of_months,
    ways_from,
)


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
    assert [bar.place for bar in line.bars] == list(range(len(line.bars)))
    assert len(line.bars) <= line.places
    assert all(bar.height <= HEIGHT for bar in line.bars)
    for ticks, most in ((line.ticks, LABELS), (line.ticks_on_a_phone, LABELS_ON_A_PHONE)):
        assert 1 <= len(ticks) <= most
        assert all(0 <= float(tick.at[:-1]) <= 100 for tick in ticks)
        narrow = len(line.bars) > most  # bars than what stands below them
        assert [tick.anchor for tick in ticks] == ["start" if narrow else "middle"] + ["middle"] * (
            len(ticks) - 1
        )


def test_months_of_two_years_stand_side_by_side():
    counted = [(year, month, month % 2, year == 2009) for year in (2008, 2009) for month in range(1, 13)]
    line = timeline_of_months(counted, lambda year, month: f"{year}-{month}")
    assert line.words == "Cables by month, 2008 to 2009"
    assert [(row.name, row.value, row.href, row.chosen) for row in line.rows[5:7]] == [
        ("November 2008", "2008-11", "2008-11", False),
        ("January 2009", "2009-01", "2009-1", True),
    ]
    assert [tick.text for tick in line.ticks[:7]] == ["2008", "Mar", "May", "Jul", "Sep", "Nov", "2009"]


def test_months_without_any_cable_are_drawn_empty():
    line = timeline_of_months([(2008, month, 0, True) for month in range(1, 13)], lambda year, month: "")
    assert len(line.bars) == 12
    assert line.rows == ()


def test_ways_lead_to_the_years_beside_those_chosen_that_have_cables():
    counted = [(1974, 1, False), (2007, 1, False), (2008, 1, True), (2010, 1, False)]
    assert ways_from(counted, str, "all") == (
        Way("All years", "all"),
        *(Way(year, year) for year in ("2007", "2008", "2010")),
    )
    assert ways_from([(1974, 1, False)], str, "all") == (Way("All years", "all"),)
