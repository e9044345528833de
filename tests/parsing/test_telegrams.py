"""Whole telegrams with one part in an odd shape, read at the door."""

import datetime as dt

import pytest

from cables.parsing import parse_cable
from tests.parsing.telegrams import HEADING, seventies, telegram


def codes(cable):
    return [finding.code for finding in cable.findings]


def numbers(cable):
    return [paragraph.number for paragraph in cable.paragraphs]


# --- Heading ----------------------------------------------------------------------------------


def test_precedence_for_action_and_for_information_are_two():
    cable = parse_cable(telegram())
    assert (cable.precedence, cable.info_precedence) == ("IMMEDIATE", "PRIORITY")


def test_routing_line_may_wrap():
    cable = parse_cable(telegram().replace("OO RUEHC\n", "OO RUEHC RUEHAA RUEHBB\nRUEHCC RUEHDD\n"))
    assert cable.routing_indicators == ("RUEHC", "RUEHAA", "RUEHBB", "RUEHCC", "RUEHDD")


def test_local_zone_becomes_utc():
    assert parse_cable(telegram(dtg="141520R AUG 08")).sent_at == dt.datetime(
        2008, 8, 14, 20, 20, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(("year", "full"), [("73", 1973), ("99", 1999), ("00", 2000), ("10", 2010)])
def test_two_digit_year_of_a_bare_telegram_turns_at_fifty(year, full):
    assert parse_cable(telegram(dtg=f"141520Z AUG {year}")).sent_at.year == full


def test_date_that_does_not_exist_is_a_finding():
    cable = parse_cable(telegram(dtg="321520Z AUG 08"))
    assert cable.sent_at is None
    assert "impossible-date" in codes(cable)


def test_class_line_glued_to_the_last_addressee_is_cut_off():
    glued = telegram(addressees="TO RUEHC/SECSTATE WASHDC 0733\nINFO RUEAIIA/CIA WASHINGTON DC PRIORITY ")
    cable = parse_cable(glued.replace("PRIORITY BT\n", "PRIORITY "))
    assert cable.addressees[-1].name == "CIA WASHINGTON DC"
    assert (cable.classification, cable.mrn) == ("CONFIDENTIAL", "08ZENDA412")


def test_page_head_among_addressees_is_no_addressee():
    addressees = (
        "TO SECSTATE WASHDC 0733\nINFO AMEMBASSY LIMA\n\nZENDA 00000412  001.2 OF 001 \n\nAMEMBASSY QUITO\n"
    )
    cable = parse_cable(telegram(addressees=addressees))
    assert [a.name for a in cable.addressees] == ["SECSTATE WASHDC", "AMEMBASSY LIMA", "AMEMBASSY QUITO"]


def test_mismatches_within_the_heading_are_findings():
    wrong = telegram().replace("2271520", "2261520").replace("CCCCC", "SSSSS").replace("#0412/01", "#0999/01")
    assert codes(parse_cable(wrong)) == [
        "day-mismatch",
        "station-serial-mismatch",
        "security-letter-mismatch",
    ]


def test_sound_heading_has_no_findings():
    assert codes(parse_cable(telegram())) == []


def test_corrected_copy_gives_the_true_number_first():
    cable = parse_cable(telegram(below="CORRECTED COPY (MRN 729 VICE 716)\n\nSIPDIS\n\n"))
    assert cable.mrn == "08ZENDA729"
    assert cable.captions == ("CORRECTED COPY", "SIPDIS")


def test_captions_stand_one_a_line_or_several_or_spaced():
    cable = parse_cable(telegram(below="NOFORN SIPDIS\nE X D I S\nROGER CHANNEL\nTERREP\n\n"))
    assert cable.captions == ("NOFORN", "SIPDIS", "EXDIS", "ROGER CHANNEL", "TERREP")


def test_attention_lines_are_neither_captions_nor_tags():
    cable = parse_cable(telegram(below="SIPDIS\n\nSTATE PASS USAID\nDEPT FOR EUR/RUS\n\n"))
    assert cable.captions == ("SIPDIS",)
    assert [tag.code for tag in cable.tags] == ["PREL", "FR"]


def test_sensitive_makes_an_unclassified_telegram_sbu():
    cable = parse_cable(telegram(class_line="UNCLAS ZENDA 000412", below="SENSITIVE\nSIPDIS\n\n"))
    assert cable.classification == "SBU"


def test_missing_class_line_is_not_stated_and_never_unclassified():
    cable = parse_cable(telegram(["1. Text of the paragraph."], class_line=""))
    assert cable.classification is None
    assert (cable.paragraphs[0].level, cable.paragraphs[0].inherited) == (None, True)
    assert "no-class-line" in codes(cable)


# --- Declared fields --------------------------------------------------------------------------

ORDER = "E.O. 12958: DECL: 08/14/2018\n"


@pytest.mark.parametrize(
    "lines",
    [
        "TAGS: PREL, EWWT, FR\n",
        "TAG: PREL EWWT FR\n",
        "TABS: PREL EWWT FR\n",
        "TAGES: PREL, EWWT, FR\n",
        "TAGS, PREL, EWWT, FR\n",
        "TAGS PREL EWWT, FR\n",
        "TAGS:\nPREL, EWWT, FR\n",
        "TAGS: PREL,\nEWWT, FR\n",
        "PREL, EWWT, FR\n",
        "TAGS: PRELEWWT, FR\n",
        "TAGS: PREL, EWWT,\n\nZENDA 00000412  002 OF 002 \n\nFR\n",
    ],
)
def test_tags_are_found_under_any_label(lines):
    cable = parse_cable(telegram(fields=f"{ORDER}{lines}SUBJECT: HARBOR DUES\n\n"))
    assert [tag.code for tag in cable.tags] == ["PREL", "EWWT", "FR"]
    assert cable.subject == "HARBOR DUES"


def test_tags_may_come_before_the_order():
    cable = parse_cable(telegram(fields="TAGS: PREL\nE.O. 12958: N/A\nSUBJECT: HARBOR DUES\n\n"))
    assert (cable.executive_order, cable.tags[0].code) == ("12958", "PREL")


def test_three_fields_on_one_line_are_three():
    cable = parse_cable(
        telegram(fields="E.O. 12958: DECL: 08/14/2018 TAGS: PREL, FR SUBJECT: HARBOR DUES\n\n")
    )
    assert cable.declassify_on == dt.date(2018, 8, 14)
    assert [tag.code for tag in cable.tags] == ["PREL", "FR"]
    assert cable.subject == "HARBOR DUES"


@pytest.mark.parametrize(
    "lines",
    [
        "SUBJECT: HARBOR DUES\n\n",
        "SUBJ: HARBOR DUES\n\n",
        "SUBJET: HARBOR DUES\n\n",
        "SUJECT: HARBOR DUES\n\n",
        "SUBJECT HARBOR DUES\n\n",
        "SUBJECT:\nHARBOR DUES\n\n",
        "SUBJECT:\n\nHARBOR DUES\n\n",
        "SUBJECT: HARBOR\n     DUES\n\n",
        "SUBJECT: (C) HARBOR DUES\n\n",
        "SUBJECT: HARBOR DUES (SBU)\n\n",
        "SUBJECT: HARBOR DUES\n-----------\n\n",
        "SUBJECT: HARBOR DUES\nREF: LIMA 12\n\n",
        "SUBJECT: HARBOR DUES\nClassified By: CG Ruth Rassendyll for reasons 1.4 (b)\n\n",
        "SUBJECT: HARBOR DUES\n",
        "SUBJECT: HARBOR DUES\n\nZENDA 00000412  002 OF 002 \n\n",
    ],
)
def test_subject_ends_where_the_next_thing_begins(lines):
    assert parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\n{lines}")).subject == "HARBOR DUES"


@pytest.mark.parametrize("label", ["SUBJECT:", "SUBJ:", "SUBJECT -", "SUBJECT--", "SUBECT:"])
def test_label_of_the_subject_is_no_part_of_it(label):
    cable = parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\n{label} HARBOR DUES\n"))
    assert cable.subject == "HARBOR DUES"


def test_subject_joins_a_hyphen_at_a_wrap():
    cable = parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\nSUBJECT: A GOVERN-\nMENT OF HARBORS\n\n"))
    assert cable.subject == "A GOVERNMENT OF HARBORS"


def test_subject_may_have_eight_lines_or_none():
    eight = "\n".join(f"LINE {n}" for n in range(1, 9))
    cable = parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\nSUBJECT: {eight}\n\n"))
    assert cable.subject.endswith("LINE 7 LINE 8")
    assert parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\n\n")).subject is None


@pytest.mark.parametrize(
    "ref",
    [
        "REFS: A. LIMA 12\n      B. QUITO 13\n\n",
        "REF(S): A. LIMA 12 B. QUITO 13\n\n",
        "REFTELS: (A) LIMA 12\n(B) QUITO 13\n\n",
        "REFERENCE: A) LIMA 12; B) QUITO 13\n\n",
        "REF: \nA. LIMA 12\n\nB. QUITO 13\n\n",
        "REF: (A) LIMA 12\nREF: (B) QUITO 13\n\n",
        "REF A: LIMA 12\nREF B: QUITO 13\n\n",
        "REF A. LIMA 12\nREF B. QUITO 13\n\n",
        "REFA: LIMA 12\nREFB: QUITO 13\n\n",
        "(U) REFTEL(S): A. LIMA 12; B. QUITO 13\n\n",
        "REFERENCE CABLES: A. LIMA 12 B. QUITO 13\n\n",
        "REFS, A. LIMA 12 B. QUITO 13\n\n",
        "REF TELS - (A) LIMA 12 (B) QUITO 13\n\n",
        "REF (A) 08LIMA12 (B) 08QUITO13\n\n",
        "REF: A. LIMA 12\n     (NOTAL)\n     B. QUITO 13\n     (NOTAL)\n\n",
        "REF: A. LIMA 12,\n\nB. QUITO 13\n\n",
    ],
)
def test_references_are_found_under_any_label(ref):
    cable = parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\nSUBJECT: DUES\n\n{ref}"))
    assert [(r.label, r.mrn) for r in cable.references] == [("A", "08LIMA12"), ("B", "08QUITO13")]


def test_two_references_without_letters_in_two_fields_are_no_two_letters_a():
    cable = parse_cable(
        telegram(fields=f"{ORDER}TAGS: PREL\nSUBJECT: DUES\n\nREF: LIMA 12\nREF: QUITO 13\n\n")
    )
    assert [(r.label, r.mrn) for r in cable.references] == [(None, "08LIMA12"), (None, "08QUITO13")]


def test_references_may_stand_behind_the_subject():
    cable = parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\nSUBJECT: DUES REF: LIMA 12\n\n"))
    assert (cable.subject, [r.mrn for r in cable.references]) == ("DUES", ["08LIMA12"])


def test_digits_are_bullets_below_ref():
    cable = parse_cable(telegram(ref="\n\n1. LIMA 12\n\n2. QUITO 13"))
    assert [(r.label, r.mrn) for r in cable.references] == [("1", "08LIMA12"), ("2", "08QUITO13")]
    assert numbers(cable) == [1, 2]


@pytest.mark.parametrize(
    "line",
    ["SUMMARY: The harbor is closed.", "This message is for official use.", "(SBU) Please keep this safe."],
)
def test_text_directly_below_ref_is_no_reference(line):
    cable = parse_cable(telegram(ref=f"LIMA 12\n{line}"))
    assert [r.text for r in cable.references] == ["LIMA 12"]
    assert cable.paragraphs[0].number is None


def test_letter_in_brackets_at_the_beginning_of_a_line_is_a_bullet_after_the_one_before_it():
    cable = parse_cable(telegram(ref="(A) LIMA 12 (B) QUITO 13\n(C) EDELWEISS A-19 OF MAY 2, 2007"))
    assert [(r.label, r.kind) for r in cable.references] == [("A", "cable"), ("B", "cable"), ("C", "airgram")]


def test_number_cut_by_a_page_head_is_one():
    cable = parse_cable(telegram(ref="A. STATE 12\n\nZENDA 00000412  002 OF 002 \n\n34 B. LIMA 4"))
    assert [r.mrn for r in cable.references] == ["08STATE1234", "08LIMA4"]
    assert numbers(cable) == [1, 2]


def test_classifier_may_stand_in_paragraph_one():
    first = "1. (U) Classified by CDA Ruth Rassendyll. Reasons 1.5 (b) and (d)."
    cable = parse_cable(telegram([first, "2. (C) Text."]))
    assert (cable.classified_by_names, cable.reasons) == (("Ruth Rassendyll",), ("1.5(b)", "1.5(d)"))
    assert numbers(cable) == [1, 2]


def test_classifier_may_come_after_a_portion_mark():
    line = "(U) Classified by: CG Ruth Rassendyll. Reason: 1.5(D).\n\n"
    cable = parse_cable(telegram(fields=f"{ORDER}TAGS: PREL\nSUBJECT: DUES\n\n{line}"))
    assert (cable.classified_by_names, cable.reasons) == (("Ruth Rassendyll",), ("1.5(d)",))


def test_classifier_on_the_line_of_the_order_is_kept_as_written():
    order = "E.O. 12065: GDS 8/14/84 (RASSENDYLL, RUTH M.) OR-M\n"
    cable = parse_cable(telegram(fields=f"{order}TAGS: PREL\nSUBJECT: DUES\n\n"))
    assert cable.classified_by == "(RASSENDYLL, RUTH M.) OR-M"
    assert cable.classified_by_names == ("RASSENDYLL, RUTH M.",)


# --- Paragraphs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "mark", "level"),
    [
        ("1. (C) Text.", "C", "C"),
        ("¶1. (C) Text.", "C", "C"),
        ("1 . (SBU) Text.", "SBU", "SBU"),
        ("1.(C/NF) Text.", "C/NF", "C"),
        ("1. C) Text.", "C", "C"),
        ("1. (C Text.", "C", "C"),
        ("1. ((C) Text.", "C", "C"),
        ("1. (U) Text.", "U", "U"),
        ("1. (LOU) Text.", "LOU", "LOU"),
    ],
)
def test_portion_mark_is_taken_off_in_every_spelling(written, mark, level):
    (paragraph,) = parse_cable(telegram([written])).paragraphs
    assert (paragraph.number, paragraph.portion_mark, paragraph.level) == (1, mark, level)
    assert (paragraph.text, paragraph.inherited) == ("Text.", False)


def test_mark_may_follow_a_heading_word():
    (paragraph,) = parse_cable(telegram(["1. Summary: (SBU) Text."])).paragraphs
    assert (paragraph.heading, paragraph.level, paragraph.text) == ("Summary", "SBU", "Text.")


def test_unmarked_paragraph_inherits_and_says_so():
    (paragraph,) = parse_cable(telegram(["1. Text."])).paragraphs
    assert (paragraph.portion_mark, paragraph.level, paragraph.inherited) == (None, "C", True)


@pytest.mark.parametrize(
    "mark", ["(S/NF - Entire text.)", "S-ENTIRE TEXT.", "SECRET- ENTIRE TEXT.", "(S) Entire text."]
)
def test_entire_text_marks_every_paragraph_without_its_own(mark):
    cable = parse_cable(
        telegram([f"1. {mark}", "2. Text.", "3. (U) Text."], class_line="SECRET ZENDA 000412")
    )
    assert [(p.level, p.inherited) for p in cable.paragraphs] == [("S", False), ("S", True), ("U", False)]


def test_mark_above_the_class_line_is_a_finding():
    assert "mark-above-class" in codes(parse_cable(telegram(["1. (S) Text."])))


def test_number_counts_only_as_the_next_one():
    cable = parse_cable(telegram(["1. (C) Text.", "3. (C) Other.", "2. (C) More."]))
    assert numbers(cable) == [1, 2]
    assert cable.paragraphs[0].text == "Text.\n3. (C) Other."
    assert codes(cable) == ["paragraph-out-of-order"]


def test_numbers_of_a_form_follow_lines_of_figures():
    form = "1. 335/01/A0006\n2. 042674\n3. RUDOLF RASSENDYLL\n4. 335 ZENDA"
    assert numbers(parse_cable(telegram([form]))) == [1, 2, 3, 4]


def test_year_and_wrapped_number_at_the_beginning_of_a_line_are_text():
    cable = parse_cable(
        telegram(["1. (C) This was so in\n1974. It was also so on May\n2. The harbor was open."])
    )
    assert numbers(cable) == [1]
    assert codes(cable) == []


def test_list_numbered_from_one_stays_in_its_paragraph():
    body = ["1. (C) Text.", "2. (C) The rooms are:\n1. BATH\n2. KITCHEN\n3. HALL\n4. STAIR", "3. (C) More."]
    assert numbers(parse_cable(telegram(body))) == [1, 2, 3]


def test_text_before_paragraph_one_is_a_paragraph_without_number():
    cable = parse_cable(telegram(["This message is from the consul general.", "1. (C) Text."]))
    assert numbers(cable) == [None, 1]


def test_telegram_without_numbers_is_cut_at_white_space():
    body = [
        "The harbor master called.",
        "He will come back. We asked:",
        "-- for what; and\n-- why.",
        "Comment: None.",
    ]
    cable = parse_cable(telegram(body))
    assert numbers(cable) == [None, None, None]
    assert [item.text for item in cable.paragraphs[1].items] == ["for what; and", "why."]


@pytest.mark.parametrize(
    "heading", ["THE DUES", "THE DUES\n--------", "--------\nTHE DUES\n--------", "The Dues\n--------"]
)
def test_heading_between_or_over_rules_belongs_to_the_next_paragraph(heading):
    cable = parse_cable(telegram(["1. (C) Text.", heading, "2. (C) More."]))
    assert (cable.paragraphs[1].heading or "").upper() == "THE DUES"
    assert cable.paragraphs[0].text == "Text."


def test_capitals_alone_after_the_mark_are_a_heading():
    cable = parse_cable(telegram(["1. (C) THE DUES", "They are high.", "2. (C) More."]))
    assert (cable.paragraphs[0].heading, cable.paragraphs[0].text) == ("THE DUES", "They are high.")


def test_items_are_apart_from_the_text():
    body = "1. (C) Points:\n\n-- one;\n-- two that\n   goes on; and\n-- three.\n\nEnd points."
    (paragraph,) = parse_cable(telegram([body])).paragraphs
    assert paragraph.text == "Points:\nEnd points."
    assert [item.text for item in paragraph.items] == ["one;", "two that goes on; and", "three."]
    assert [block.kind for block in paragraph.blocks] == ["text", "item", "item", "item", "text"]


def test_dash_in_mid_sentence_is_no_item():
    (paragraph,) = parse_cable(
        telegram(["1. (C) We think -- and so\n-- it seems -- do they -- that it is."])
    ).paragraphs
    assert paragraph.items == ()


def test_letters_are_items_only_where_each_begins_a_line():
    inline = "1. (C) (A) On dredging they agree. (B) On tolls they\ndo not."
    listed = "1. (C) They agree:\n\n(A) on dredging;\n\n(B) on nothing else."
    assert parse_cable(telegram([inline])).paragraphs[0].items == ()
    assert [i.text for i in parse_cable(telegram([listed])).paragraphs[0].items] == [
        "(A) on dredging;",
        "(B) on nothing else.",
    ]


def test_table_keeps_its_lines():
    table = (
        "1. (C) The rates:\n\n     BARGE          2      0\n     YACHT         14     40\n\n     Paid daily."
    )
    (paragraph,) = parse_cable(telegram([table])).paragraphs
    assert [block.kind for block in paragraph.blocks] == ["text", "verbatim", "text"]
    assert paragraph.blocks[1].text == "BARGE          2      0\nYACHT         14     40"


def test_short_line_that_ends_in_a_stop_ends_a_block():
    long = "1. (C) The harbor master came to see us on Tuesday morning about\nthe dues."
    (paragraph,) = parse_cable(
        telegram([f"{long}\nThe next day he came again to see us about the very same dues."])
    ).paragraphs
    assert paragraph.text.count("\n") == 1


def test_white_space_in_mid_sentence_does_not_part_it():
    body = "1. (C) The harbor master came to see us on Tuesday morning about\n\nthe dues."
    assert parse_cable(telegram([body])).paragraphs[0].text.endswith("morning about the dues.")


def test_source_deletions_are_counted():
    cable = parse_cable(telegram(["1. (C) XXXXXXXXXXXX said so. [3 lines not declassified] He left."]))
    assert codes(cable) == ["source-deletion", "source-deletion"]


# --- Wrapped and broken words -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("THE GOVERN-\nMENT OF", "THE GOVERNMENT OF"),
        ("THE PRESIDENT-\nELECT OF", "THE PRESIDENT-ELECT OF"),
        ("THE NON-\nALIGNED", "THE NON-ALIGNED"),
        ("A U.S.-\nRURITANIAN", "A U.S.-RURITANIAN"),
        ("AT 30-\nDAY", "AT 30-DAY"),
        ("IT HAS IN-\nCREASED", "IT HAS INCREASED"),
        ("AND SO --\nAS HE SAID", "AND SO -- AS HE SAID"),
    ],
)
def test_hyphen_at_a_wrap_goes_unless_it_is_the_words_own(lines, joined):
    prefix = "THE PRESIDENT IS PRESIDENT. "
    assert parse_cable(telegram([f"1. {prefix}{lines} IT."])).paragraphs[0].text == f"{prefix}{joined} IT."


def test_hyphen_that_the_telegram_writes_elsewhere_stays():
    text = "1. (C) The tide-gauge was read by the keeper of the tide-\ngauge."
    assert parse_cable(telegram([text])).paragraphs[0].text.endswith("keeper of the tide-gauge.")


@pytest.mark.parametrize("head", ["ZENDA 00000412  002 OF  002", "ZENDA 00000412  002  OF  002"])
def test_page_head_is_one_however_it_is_spaced(head):
    cable = parse_cable(telegram([f"1. (C) The harbor\n\n{head}\n\nmaster called."]))
    assert cable.paragraphs[0].text == "The harbor master called."


def test_page_head_may_be_parted_by_tabs():
    text = seventies(["1. THE FERRY\n", "IS LATE.\n"]).replace("PAGE 02  ZENDA", "PAGE\t02\tZENDA")
    assert parse_cable(text).paragraphs[0].text == "THE FERRY IS LATE."


def test_table_of_figures_does_not_make_a_telegram_one_in_small_letters():
    rows = "\n".join(f"  {n}    {n + 1}    {n + 2}" for n in range(100, 140))
    text = seventies([f"1. THE FERRY WAS BUILT BY THE ELEC-\nTRIFICATION BOARD:\n{rows}\n"])
    assert (
        parse_cable(text).paragraphs[0].text.startswith("THE FERRY WAS BUILT BY THE ELECTRIFICATION BOARD:")
    )


@pytest.mark.parametrize("end", ["END SUMMARY.", "End summary.", "End Summary"])
def test_first_paragraph_may_begin_behind_the_summary(end):
    cable = parse_cable(telegram([f"SUMMARY: It rains. {end} 1. (C) It pours.", "2. (C) It blows."]))
    assert [p.number for p in cable.paragraphs] == [None, 1, 2]


def test_portion_mark_begins_a_paragraph_without_number():
    cable = parse_cable(telegram(["(C) The ferry is late.", "(U) The master called.", "(C) He left."]))
    assert [(p.number, p.level) for p in cable.paragraphs] == [(None, "C"), (None, "U"), (None, "C")]


def test_letter_of_a_list_is_no_portion_mark():
    cable = parse_cable(telegram(["(U) He asked for:", "(A) time,", "(B) a boat,", "(C) a pilot."]))
    assert [item.text for item in cable.paragraphs[0].items] == ["(A) time,", "(B) a boat,", "(C) a pilot."]


def test_name_behind_a_title_is_no_signature():
    cable = parse_cable(telegram(["1. (C) He met on the pier with MR. TRASKELL"], signature=""))
    assert (cable.signers, cable.paragraphs[0].text) == ((), "He met on the pier with MR. TRASKELL")


def test_copies_that_do_not_add_up_are_shown_from_the_first_line_to_the_last():
    text = seventies(["1. TEXT.\n"]).replace("/041 W", "/042 W")
    cable = parse_cable(text)
    (finding,) = [finding for finding in cable.findings if finding.code == "copies-mismatch"]
    words = text[finding.span.start : finding.span.end].split()
    assert (words[0], words[-2:]) == ("ACTION", ["/042", "W"])


def test_many_unknown_tags_are_told_in_one_short_sentence():
    codes = ", ".join(f"QQ{chr(65 + n)}{chr(66 + n)}" for n in range(20))
    cable = parse_cable(telegram(fields=f"{ORDER}TAGS: {codes}\nSUBJECT: X\n\n"))
    (finding,) = [finding for finding in cable.findings if finding.code == "unknown-tag"]
    assert finding.message.endswith("and 15 more are in no table of TAGS.")


def test_compound_in_small_letters_keeps_its_hyphen():
    text = "1. (C) A long-\nterm view of NATO-\nRussia relations."
    assert parse_cable(telegram([text])).paragraphs[0].text == "A long-term view of NATO-Russia relations."


def test_word_cut_at_the_margin_is_joined_and_logged():
    line = "1. FOR THIS WE ARE USING OUR PATIENCE, DISCIPLINE AND WORK IN ORDER TO EST"
    cable = parse_cable(telegram([f"{line}\nABLISH\nTHE BASES OF IT."]))
    assert cable.paragraphs[0].text.endswith("TO ESTABLISH THE BASES OF IT.")
    assert [repair.reason for repair in cable.repairs] == ["word cut at the end of a line"]


# --- Pages and sections -----------------------------------------------------------------------


def test_page_of_the_seventies_in_mid_sentence_leaves_a_break():
    cable = parse_cable(seventies(["1. NOTICE IS SILENT ON\n", "BRIDGES AND ON BOATS.\n"]))
    (paragraph,) = cable.paragraphs
    assert paragraph.text == "NOTICE IS SILENT ON BRIDGES AND ON BOATS."
    assert [(brk.at, brk.page) for brk in paragraph.blocks[0].breaks] == [(20, "02")]
    assert [repair.reason for repair in cable.repairs] == ["page marker"]


def test_page_in_mid_word_joins_the_word():
    cable = parse_cable(seventies(["1. NOTICE IS SILENT ON ELEC-\n", "TRIFICATION OF THE LINE.\n"]))
    assert cable.paragraphs[0].text == "NOTICE IS SILENT ON ELECTRIFICATION OF THE LINE."


def test_stamp_in_mid_sentence_is_no_page():
    stamp = " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n"
    cable = parse_cable(seventies([f"1. NOTICE IS SILENT ON\n{stamp}{stamp}BRIDGES AND ON BOATS.\n"]))
    assert cable.paragraphs[0].text == "NOTICE IS SILENT ON BRIDGES AND ON BOATS."
    assert cable.paragraphs[0].page_breaks == ()


def test_heading_of_the_seventies_has_copies_and_addressees_apart():
    cable = parse_cable(seventies(["1. TEXT.\n"]))
    assert cable.office_copies == ("EUR-25", "OCT-01", "ISO-00", "EB-11", "L-03", "DRC-01")
    assert [a.name for a in cable.addressees] == ["SECSTATE WASHDC", "AMEMBASSY STRELSAU"]
    assert (cable.mrn, cable.classification, cable.signers) == ("74ZENDA742", "CONFIDENTIAL", ("TRASKELL",))
    assert codes(cable) == []


def test_wrong_sum_of_copies_is_a_finding():
    assert codes(parse_cable(seventies(["1. TEXT.\n"]).replace("/041 W", "/056 W"))) == ["copies-mismatch"]


SECTION_ONE = "C O N F I D E N T I A L SECTION 01 OF 02 ZENDA 000412"
LATER = "C O N F I D E N T I A L SECTION 02 OF 02 ZENDA 000412\n\nSIPDIS\n\n"


def test_repeated_fields_of_a_later_section_are_not_text():
    again = f"{LATER}{ORDER}TAGS: PREL, FR\nSUBJECT: HARBOR DUES\n\n"
    cable = parse_cable(
        telegram([f"1. (C) The council took a\n\n{again}new shape.", "2. (C) More."], class_line=SECTION_ONE)
    )
    assert cable.paragraphs[0].text == "The council took a new shape."
    assert [(s.number, s.of) for s in cable.sections] == [(1, 2), (2, 2)]
    assert cable.complete


def test_two_transmissions_of_sections_are_one_cable():
    first = telegram(["1. (C) The council took a"], class_line=SECTION_ONE, signature="").replace(
        "\n\nBT", "\nBT"
    )
    heading = HEADING.split("C O N F")[0].replace("/01", "/02")
    cable = parse_cable(f"{first}{heading}{LATER}new shape.\n\n2. (C) More.\nRASSENDYLL\nBT\n#0412\nNNNN\n")
    assert cable.paragraphs[0].text == "The council took a new shape."
    assert (numbers(cable), cable.signers, cable.complete) == ([1, 2], ("RASSENDYLL",), True)


def test_missing_section_is_said_and_numbers_go_on():
    third = "C O N F I D E N T I A L SECTION 03 OF 03 ZENDA 000412\n\n7. (C) Seven."
    cable = parse_cable(telegram(["1. (C) Text.", third], class_line=SECTION_ONE.replace("OF 02", "OF 03")))
    assert not cable.complete
    assert numbers(cable) == [1, 7]
    assert codes(cable) == ["section-missing"]


def test_partial_extract_is_incomplete():
    note = "This record is a partial extract of the original cable. The full text is not available.\n"
    cable = parse_cable(telegram() + note)
    assert not cable.complete
    assert numbers(cable) == [1, 2]


# --- Endings and mentions ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["CLINTON", "O'DONOHUE", "THOMPSON-JONES", "VAN DER BERG"])
def test_signature_is_the_last_line_of_the_text(name):
    assert parse_cable(telegram(signature=name)).signers == (name,)


@pytest.mark.parametrize("between", [" ", "   "])
def test_signature_may_run_on_to_the_last_sentence(between):
    cable = parse_cable(telegram([f"1. (C) The harbor is closed.{between}RASSENDYLL"], signature=""))
    assert cable.signers == ("RASSENDYLL",)
    assert cable.paragraphs[0].text == "The harbor is closed."


@pytest.mark.parametrize("last", ["End comment.", "END SUMMARY.", "UNCLASSIFIED", "SIPDIS"])
def test_other_last_lines_are_no_signature(last):
    assert parse_cable(telegram(signature=last)).signers == ()


def test_summary_is_what_stands_between_its_markers():
    cable = parse_cable(
        telegram(["1. (C) SUMMARY: It rains.", "2. (C) It pours. END SUMMARY.", "3. (C) More."])
    )
    assert cable.summary == "It rains.\nIt pours."


def test_mentions_resolve_within_the_cable_only():
    body = [
        "1. (C) See paragraphs 2 and 3, refs A and B, ref (C) and septel.",
        "2. (C) Paragraph 5 of ref A and ref B, paragraph 1, say so; so does 07 LIMA 77.",
        "3. (C) Paris 2008 was referenced.",
    ]
    cable = parse_cable(telegram(body, ref="A. LIMA 12 B. QUITO 13 C. SMITH E-MAIL"))
    assert [(m.kind, m.text, m.target) for m in cable.mentions] == [
        ("paragraph", "paragraphs 2", 2),
        ("paragraph", "3", 3),
        ("ref", "refs A", "08LIMA12"),
        ("ref", "B", "08QUITO13"),
        ("ref", "ref (C)", None),
        ("septel", "septel", None),
        ("paragraph", "Paragraph 5", None),
        ("ref", "ref A", "08LIMA12"),
        ("ref", "ref B", "08QUITO13"),
        ("paragraph", "paragraph 1", None),
        ("cable", "07 LIMA 77", "07LIMA77"),
    ]


def test_reftel_leads_to_the_only_reference():
    cable = parse_cable(telegram(["1. (C) See reftel."], ref="LIMA 12"))
    assert [(m.kind, m.target) for m in cable.mentions] == [("reftel", "08LIMA12")]


def test_mention_over_a_wrap_keeps_the_words_and_the_place():
    text = telegram(["1. (C) See paragraph\n2 below.", "2. (C) More."])
    (mention,) = parse_cable(text).mentions
    assert mention.text == "paragraph 2"
    assert text[mention.span.start : mention.span.end] == "paragraph\n2"


def test_quoted_telegram_with_its_own_number_is_text():
    quoted = (
        "1. FOLLOWING REPEAT: QUOTE\n\nC O N F I D E N T I A L LIMA 0012\n\n1. THE BOATS ARE IN. UNQUOTE."
    )
    cable = parse_cable(telegram([quoted]))
    assert "C O N F I D E N T I A L LIMA 0012" in cable.paragraphs[0].text
    assert cable.mrn == "08ZENDA412"


def test_heading_of_a_later_section_whose_checksum_has_a_line_of_its_own_is_not_text():
    later = (
        "NNN\n \nCONFIDENTIAL\n \nPAGE 01  ZENDA 00742  02 OF 02  021440Z\nACTION EUR-25\n \n"
        "INFO  OCT-01  ISO-00  EB-11  L-03  DRC-01\n      /041 W\n"
        "                       ---------------------     061175\nR 021317Z APR 74\nFM AMCONSUL ZENDA\n"
        "TO SECSTATE WASHDC 0312\n \nC O N F I D E N T I A L SECTION 2 OF 2 ZENDA 0742\n \n"
    )
    class_line = "C O N F I D E N T I A L SECTION 1 OF 2 ZENDA 0742"
    pages = [f"1. THE NOTICE IS SILENT ON\n{later}BRIDGES.\n"]
    cable = parse_cable(seventies(pages, class_line=class_line))
    assert [paragraph.text for paragraph in cable.paragraphs] == ["THE NOTICE IS SILENT ON BRIDGES."]


def test_list_that_counts_anew_below_its_title_is_not_joined_to_it():
    pages = [
        "1. THE PARTS OF THE REPORT FOLLOW IN THE ORDER OF THE ORDINANCE.\n \nA. BRIDGES\n1. NONE STANDS.\n"
    ]
    cable = parse_cable(seventies(pages))
    assert "1. NONE STANDS." in [block.text for block in cable.paragraphs[0].blocks]


def test_signature_stands_above_what_the_container_ends_with():
    ending = "RASSENDYLL\n=======================CABLE ENDS============================"
    cable = parse_cable(telegram(signature=ending))
    assert cable.signers == ("RASSENDYLL",)
    assert cable.paragraphs[-1].text == "He asked for time."


@pytest.mark.parametrize("words", ["Summary", "Executive summary", "Introduction and summary"])
def test_summary_ends_where_its_words_end_it(words):
    cable = parse_cable(telegram([f"1. (C) {words}: It rains. End {words.lower()}.", "2. (C) It pours."]))
    assert cable.summary == "It rains."
