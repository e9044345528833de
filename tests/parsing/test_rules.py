"""The small readers, each by its file of cases."""

import pytest

from cables.parsing import canonical_mrn, parse_cable
from cables.parsing.addressees import read_addressees
from cables.parsing.class_line import class_line
from cables.parsing.classified_by import read_names, read_reasons
from cables.parsing.declassification import read_declassification
from cables.parsing.lines import split_lines
from cables.parsing.portion_marks import portion_mark
from cables.parsing.references import Home, read_references, with_only_label
from cables.parsing.repairs import misread_characters
from cables.parsing.spans import Joined
from cables.parsing.tags import read_tags
from tests.parsing.casefile import cases
from tests.parsing.telegrams import telegram


@cases("numbers")
def test_any_spelling_of_a_number_has_one_canonical_form(given, expected):
    assert canonical_mrn(*given) == expected


@cases("class_lines")
def test_class_line_is_told_from_prose(given, expected):
    found = class_line(given)
    wanted = None if expected is None else tuple(expected)
    assert wanted == (
        found and (found.level, list(found.captions), found.section, found.of, found.post, found.serial)
    )


@cases("portion_marks")
def test_portion_mark_is_told_from_a_bracket(given, expected):
    found = portion_mark(given)
    assert (found and [found.level, list(found.captions), found.entire]) == expected


@cases("declassification")
def test_declassification_line_gives_order_date_event_and_codes(given, expected):
    found = read_declassification(*given)
    assert found.executive_order == expected.get("order")
    assert (found.on and found.on.isoformat()) == expected.get("on")
    assert found.event == expected.get("event")
    assert list(found.exemptions) == expected.get("exemptions", [])
    assert found.bad_date == expected.get("bad_date")


@cases("signers")
def test_signers_are_the_names_below_the_text(given, expected):
    cable = parse_cable(telegram(signature=given))
    assert list(cable.signers) == expected
    assert cable.paragraphs[-1].text.startswith("He asked for time.")


@cases("declared")
def test_declared_fields_are_told_apart_without_a_heading(given, expected):
    cable = parse_cable(given)
    assert {
        "on": cable.declassify_on and cable.declassify_on.isoformat(),
        "tags": [tag.code for tag in cable.tags],
        "subject": cable.subject,
        "names": list(cable.classified_by_names),
        "reasons": list(cable.reasons),
        "paragraphs": [paragraph.number for paragraph in cable.paragraphs],
    } == expected


@cases("subjects")
def test_subject_is_one_line_without_label_and_mark(given, expected):
    fields = f"E.O. 12958: DECL: 08/14/2018\nTAGS: PREL, FR\n{given}\n\n"
    assert parse_cable(telegram(fields=fields)).subject == expected


@cases("summaries")
def test_summary_is_the_text_between_its_markers(given, expected):
    assert parse_cable(telegram([given])).summary == expected


@cases("tags")
def test_tags_are_split_and_given_a_kind(given, expected):
    assert [[tag.code, tag.raw, tag.kind] for tag in read_tags(*given)] == expected


@cases("references")
def test_references_of_a_cable_of_2009(given, expected):
    """The cable is 09ZENDA412 to STRELSAU; a line end in a case is one of the field."""
    lines = [at + 1 for at, character in enumerate(given) if character == "\n"]
    given = given.replace("\n", " ")
    joined = Joined()
    joined.add(given, 100)
    found, _ = read_references(joined, Home(9, "ZENDA", 412, "STRELSAU"), lines)
    found = with_only_label(found)
    wanted = [(*row[:5], "notal" in row[5:], "previous" in row[5:]) for row in expected]
    assert [
        (r.label, r.text, r.kind, r.mrn, list(r.inferred), r.notal, r.and_previous) for r in found
    ] == wanted
    assert all(given[r.span.start - 100 : r.span.end - 100] == r.text for r in found)


@cases("mentions")
def test_mention_has_its_words_and_its_target(given, expected):
    """In a cable of 2008 with six paragraphs; a case in capitals stands in a text of capitals."""
    further = [f"{n}. (C) The harbor stays closed until further notice." for n in range(2, 7)]
    if given.isupper():
        further = [paragraph.upper() for paragraph in further]
    raw = telegram([f"1. (C) {given}", *further], ref="A. LIMA 12 B. QUITO 13 C. SMITH E-MAIL")
    found = parse_cable(raw).mentions
    assert [[m.kind, m.text, m.label, m.target] for m in found] == expected
    assert all(raw[m.span.start : m.span.end] == m.text for m in found)


@cases("addressees")
def test_addressee_line_is_route_name_precedence_serial(given, expected):
    found = read_addressees(list(split_lines(given)))
    assert [
        [a.role, a.name, a.precedence, a.routing_indicator, a.serial, a.excluded] for a in found
    ] == expected


@cases("repairs")
def test_misread_characters_are_repaired_in_their_context_only(given, expected):
    at, text = 0, ""
    for start, end, after, _ in misread_characters(given):
        text += given[at:start] + after
        at = end
    assert text + given[at:] == expected


@cases("classified_by")
def test_classifier_keeps_the_capitals_of_the_name(given, expected):
    assert [list(read_names(given)), list(read_reasons(given))] == expected


def test_correction_of_a_post_is_a_finding():
    joined = Joined()
    joined.add("LODNON 12", 0)
    _, findings = read_references(joined, Home(9, "ZENDA", 412))
    assert [finding.code for finding in findings] == ["post-corrected"]
    assert "LONDON" in findings[0].message


@pytest.mark.parametrize("given", [None, 12, b"09STATE1"])
def test_what_is_no_text_has_no_number(given):
    assert canonical_mrn(given) is None
