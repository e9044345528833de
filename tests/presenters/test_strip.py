from cables.presenters.strip import MOST, NARROWEST, Part, strip


def parts(*levels, length=10):
    return [
        Part(f"#p{n}", f"Paragraph {n}", "words", level, False, length) for n, level in enumerate(levels, 1)
    ]


def test_segment_is_as_wide_as_its_paragraph_and_never_too_narrow_for_a_finger():
    long, short = strip([*parts("U", length=990), *parts("C", length=1)])
    assert long.width > 600
    assert short.width == NARROWEST


def test_higher_level_is_taller_as_colour_is_never_alone():
    assert [s.height for s in strip(parts("U", "SBU", "C", "S", "TS"))] == [8, 11, 14, 18, 22]


def test_single_paragraph_needs_no_strip():
    assert strip(parts("C")) == ()


def test_long_cable_joins_neighbours_of_one_mark():
    found = strip(parts(*["C"] * MOST, "U", "U"))
    assert [segment.words for segment in found] == [
        f"Paragraph 1 to paragraph {MOST}, words",
        f"Paragraph {MOST + 1} to paragraph {MOST + 2}, words",
    ]


def test_too_many_changes_to_read_give_none():
    assert strip(parts(*["C", "U"] * MOST)) == ()
