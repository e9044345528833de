"""Whole telegrams of 1973 to 1979 as the archive has them, one part at a time in an odd shape."""

import datetime as dt

import pytest

from cables.parsing import parse_cable
from tests.parsing.telegrams import seventies

TEXT = ("1. THE FERRY IS LATE.\n \n2. THE PILOT WAITS.\n",)
CLASS_LINE = "C O N F I D E N T I A L ZENDA 0742\n"
FIELDS = "E.O. 11652: GDS\nTAGS: BEXP, FR\nSUBJ: ZINC RAILWAY\n \n"
DATE = "R 021317Z APR 74"
DASHES = "                       ---------------------     061174\n"
COPIES = "ACTION EUR-25\n \nINFO  OCT-01  ISO-00  EB-11\n \n      L-03  DRC-01  /041 W\n"


def telegram(*changes: tuple[str, str], pages=TEXT) -> str:
    """A sound telegram with some of its pieces exchanged for others."""
    text = seventies(pages)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def codes(cable):
    return [finding.code for finding in cable.findings]


def numbers(cable):
    return [paragraph.number for paragraph in cable.paragraphs]


def shown(cable):
    return "\n".join(block.text for paragraph in cable.paragraphs for block in paragraph.blocks)


# --- The centre's lines above the date ---------------------------------------------------------


@pytest.mark.parametrize("counter", ["", "44 \n", "17-11\n", "10/41\n", "12 R\n", "62\nL\n", "40S\n"])
def test_counters_of_the_centre_are_no_text(counter):
    cable = parse_cable(telegram(("44\nACTION", f"{counter}ACTION")))
    assert (cable.office_copies[0], codes(cable)) == ("EUR-25", [])


@pytest.mark.parametrize(
    "copies",
    [
        "ACTION EUR-25\nINFO  OCT-01  ISO-00  EB-11  L-03\n      DRC-01  /041 W\n",
        "ACTION EUR-25\n \nINFO  OCT-01  ISO-00  EB-11  L-03  DRC-01\n \n      /041 W\n",
        "ORIGIN EUR-25\n \nINFO  OCT-01  ISO-00  EB-11  L-03  DRC-01  /041 R\n66011\n",
        "ACTION EUR-25\n \nINFO  OCT-01  ISO-00  EB-11  L-03  DRC-01 E/041 W\n####\n",
    ],
)
def test_offices_are_read_however_their_lines_are_cut(copies):
    cable = parse_cable(telegram((COPIES, copies)))
    assert cable.office_copies == ("EUR-25", "OCT-01", "ISO-00", "EB-11", "L-03", "DRC-01")
    assert codes(cable) == []


def test_lines_of_drafting_may_name_addressees_of_copies():
    drafted = "DRAFTED BY EUR/CE:RASS:RR\nAPPROVED BY EUR:FTARL\nINFO:L/EUR\nTO BE CLEARED BY TREAS\n"
    cable = parse_cable(telegram((DASHES, drafted + DASHES)))
    assert [a.name for a in cable.addressees] == ["SECSTATE WASHDC", "AMEMBASSY STRELSAU"]
    assert codes(cable) == []


@pytest.mark.parametrize(
    "date",
    [
        "R 021317Z APR 74 ZFF-4",
        "R O21317Z APR 74",
        "R 0213L7Z APR 74",
        "R021317Z APR 74",
        "RR 021317Z APR 74",
        "R 021317Z APR5 74",
        "R 021317/ APR 74",
    ],
)
def test_date_is_read_as_teletypes_garbled_it(date):
    cable = parse_cable(telegram((DATE, date)))
    assert cable.sent_at == dt.datetime(1974, 4, 2, 13, 17, tzinfo=dt.UTC)
    assert (cable.precedence, codes(cable)) == ("ROUTINE", [])


@pytest.mark.parametrize("sender", ["FN", "F M", "FROM", "M", "GM", "FM:", ""])
def test_sender_is_read_below_the_date_whatever_became_of_its_prosign(sender):
    cable = parse_cable(telegram(("FM AMCONSUL ZENDA", f"{sender} AMCONSUL ZENDA")))
    assert (cable.originator, codes(cable)) == ("AMCONSUL ZENDA", [])
    assert len(cable.addressees) == 2


def test_possible_duplicate_is_said_by_the_page_head():
    cable = parse_cable(telegram(("021431Z\n", "021431Z POSS DUPE\n")))
    assert cable.captions == ("POSS DUPE",)


def test_post_cut_to_six_letters_is_no_other_post():
    changes = (("PAGE 01  ZENDA ", "PAGE 01  SALT S "), (CLASS_LINE, "SECRET SALT STRELSAU 742\n"))
    record = telegram(*changes, ("Document Number: 1974ZENDA00742", "Document Number: 1974SALTS00742"))
    assert "number-mismatch" not in codes(parse_cable(record))


# --- Captions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "captions"),
    [
        ("EXDIS TOSEC 123", ["EXDIS"]),
        ("EXDIS FOR THE SECRETARY FROM AMBASSADOR", ["EXDIS"]),
        ("NODIS - EYES ONLY FOR THE SECRETARY", ["NODIS", "EYES ONLY"]),
        ("FOR THE SECRETARY FROM AMBASSADOR - EYES ONLY", ["EYES ONLY"]),
        ("STADIS//////////////////////////", ["STADIS"]),
        ("NODIS CHEROKEE", ["NODIS", "CHEROKEE"]),
        ("LIMDIS NOFORN EXCEPT RURITANIA", ["LIMDIS", "NOFORN"]),
        ("NO FOREIGN DISTRIBUTION", ["NOFORN"]),
        ("E.F.T.O.", ["EFTO"]),
        ("EX DIS", ["EXDIS"]),
        ("EXDIS/SALT", ["EXDIS"]),
        ("HARBOR NEGOTIATIONS", []),
        ("DEPT PASS TREASURY FOR TARLENHEIM", []),
        ("CODEL RASSENDYLL", []),
    ],
)
@pytest.mark.parametrize("fields", [FIELDS, ""])
def test_captions_are_found_among_words_for_attention(lines, captions, fields):
    cable = parse_cable(telegram((FIELDS, f"{lines}\n \n{fields}")))
    if fields or captions:
        assert list(cable.captions) == captions
    assert numbers(cable)[-2:] == [1, 2]


def test_sentence_with_a_caption_is_text_where_no_field_follows():
    cable = parse_cable(telegram((FIELDS, ""), pages=["NODIS CAPTION WAS AN ERROR. PLEASE REMOVE IT.\n"]))
    assert (cable.captions, shown(cable)) == ((), "NODIS CAPTION WAS AN ERROR. PLEASE REMOVE IT.")


# --- Fields and the text below them ------------------------------------------------------------


@pytest.mark.parametrize("begin", ["SUMMARY: ", "SUMMARY. ", "BEGIN SUMMARY: ", "BEGIN SUMMARY "])
@pytest.mark.parametrize("field", ["SUBJ: ZINC RAILWAY\n", "SUBJ: ZINC RAILWAY\nREF: ROME 12\n"])
def test_summary_right_below_a_field_is_text(field, begin):
    cable = parse_cable(telegram(("SUBJ: ZINC RAILWAY\n \n", f"{field}{begin}IT RAINS. END SUMMARY.\n")))
    assert cable.subject == "ZINC RAILWAY"
    assert shown(cable).startswith(f"{begin}IT RAINS. END SUMMARY.")
    assert [reference.mrn for reference in cable.references] == (["74ROME12"] if "REF" in field else [])


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("REF: ROME 12\nGRANTED.\n", "GRANTED."),
        ("REF ROME 12. NO OBJECTION.\n", "REF ROME 12. NO OBJECTION."),
        (
            "REF: ROME 12\nTHE CONSULATE HAS NO OBJECTION TO THE PROPOSED VISIT.\n",
            "THE CONSULATE HAS NO OBJECTION TO THE PROPOSED VISIT.",
        ),
    ],
)
def test_text_right_below_references_is_text(lines, text):
    cable = parse_cable(telegram((FIELDS, ""), pages=[lines]))
    assert [reference.mrn for reference in cable.references] == ["74ROME12"]
    assert (shown(cable), cable.signers) == (text, ("TRASKELL",))


# --- Telegrams that repeat others --------------------------------------------------------------

REPEATED = """FOLLOWING TELEGRAM FROM STRELSAU SENT ACTION STATE APRIL 1
IS REPEATED TO YOU:

QUOTE C O N F I D E N T I A L STRELSAU 0099

EXDIS

E.O. 11652: GDS
TAGS: PFOR, FR
SUBJECT: THE FERRY

REF: ROME 12

1. THE FERRY IS LATE.

2. THE PILOT WAITS. UNQUOTE
"""


def test_repeated_telegram_is_text_whole_and_lends_its_fields():
    cable = parse_cable(telegram((FIELDS, ""), pages=[REPEATED]))
    assert shown(cable).startswith("FOLLOWING TELEGRAM FROM STRELSAU SENT ACTION STATE APRIL 1 IS REPEATED")
    for line in REPEATED.split("\n"):
        assert line.partition(". ")[2] in shown(cable) or line in shown(cable) + str(cable.paragraphs)
    assert (cable.subject, [tag.code for tag in cable.tags]) == ("THE FERRY", ["PFOR", "FR"])
    assert (cable.mrn, cable.captions, numbers(cable)[-2:]) == ("74ZENDA742", (), [1, 2])
    assert codes(cable) == ["fields-of-quoted"]


PROSE = "THE CONSULATE HAS A LETTER FROM MR. HENTZAU OF STRELSAU, WHO\nASKS FOR THE DUES.\n"


def test_field_within_a_letter_is_text():
    letter = f"{PROSE}THE LETTER WAS SENT ON APRIL 1.\n \nDEAR SIR:\nREFERENCE: YOUR LETTER 12\nPLEASE PAY.\n"
    cable = parse_cable(telegram((FIELDS, ""), pages=[letter]))
    assert " ".join(shown(cable).split()) == " ".join(letter.split())
    assert cable.references == ()


def test_two_lines_with_for_and_from_are_text_where_nothing_follows():
    text = "THE CONSULATE ASKS FOR THE DUES\nAND FOR A LETTER FROM THE PILOT.\n"
    cable = parse_cable(telegram((FIELDS, ""), pages=[text]))
    assert " ".join(shown(cable).split()) == " ".join(text.split())


def test_attention_of_several_full_lines_is_no_text():
    attention = (
        "DEPT PASS AGRICULTURE FOR FAS; TREASURY FOR OASIA; COMMERCE FOR\n"
        "BUREAU OF EAST-WEST TRADE AND BUREAU OF INTERNATIONAL COMMERCE;\n"
        "LABOR FOR BUREAU OF INTERNATIONAL LABOR AFFAIRS AND OTHERS TOO\n \n"
    )
    cable = parse_cable(telegram((FIELDS, attention + FIELDS)))
    assert (shown(cable), codes(cable)) == ("THE FERRY IS LATE.\nTHE PILOT WAITS.", [])


def test_telegram_with_fields_of_its_own_keeps_them():
    cable = parse_cable(telegram(pages=[REPEATED]))
    assert (cable.subject, codes(cable)) == ("ZINC RAILWAY", [])
    assert "THE FERRY" in shown(cable)


# --- Endings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "below",
    [
        "NNNMAFVVZCZ",
        "<< END OF DOCUMENT >>",
        "*** Current Handling Restrictions *** n/a\n*** Current Classification *** UNCLASSIFIED",
        "NOTE BY OC/T: POUCHED STRELSAU.",
        "NOTE: BY OC/T: MESSAGE RECEIVED GARBLED.",
        "# AS RECEIVED",
    ],
)
def test_what_the_centre_and_the_archive_put_below_is_no_text(below):
    cable = parse_cable(telegram(("TRASKELL\n", f"TRASKELL\n \n{below}\n")))
    assert cable.signers == ("TRASKELL",)
    assert shown(cable) == "THE FERRY IS LATE.\nTHE PILOT WAITS."
    assert not {span.name for span in cable.spans} & {"unplaced", "after_end"}


@pytest.mark.parametrize(
    "last",
    ["WAITS.  TRASKELL", "WAITS. UNQUOTE TRASKELL", "WAITS UNQTE TRASKELL", "WAITS. END QUOTE TRASKELL##"],
)
def test_name_behind_the_last_sentence_and_its_quotation_is_the_signature(last):
    record = telegram(("WAITS.\nTRASKELL\n", f"{last}\n"))
    assert parse_cable(record).signers == ("TRASKELL",)


# --- Numbers of paragraphs ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1. ONE.\n2. TWO.\n3. THREE.\n",
        "1 . ONE.\n \n2 . TWO.\n \n3 . THREE.\n",
        "1.ONE.\n \n2.TWO.\n \n3.THREE.\n",
        "1) ONE.\n \n2) TWO.\n \n3) THREE.\n",
        "1, ONE.\n \n2, TWO.\n \n3, THREE.\n",
        "1 ONE.\n \n2 TWO.\n \n3: THREE.\n",
        "I. ONE.\n \n2. TWO.\n \n3. THREE.\n",
        "1. ONE. 2. TWO.\n \n3. THREE.\n",
        "     1. ONE.\n \n     2. TWO.\n \n     3. THREE.\n",
    ],
)
def test_numbers_are_read_as_they_were_typed(text):
    cable = parse_cable(telegram(pages=[text]))
    assert (numbers(cable), codes(cable)) == ([1, 2, 3], [])
    assert [paragraph.text for paragraph in cable.paragraphs] == ["ONE.", "TWO.", "THREE."]


@pytest.mark.parametrize(
    "text",
    [
        "I. BOATS.\n \nII. BRIDGES.\n",
        "1974 THE YEAR OF THE FERRY.\n \nIT IS LATE.\n",
        "1. HE ASKED:\n \n1) WHO CAME\n \n2) WHO LEFT.\n",
    ],
)
def test_other_figures_begin_no_paragraph(text):
    assert set(numbers(parse_cable(telegram(pages=[text])))) <= {None, 1}


# --- Further sections --------------------------------------------------------------------------

SECTION_ONE = "C O N F I D E N T I A L SECTION 1 OF 2 ZENDA 0742\n"
SECTION_TWO = (
    "NNN\n \nCONFIDENTIAL\n \nPAGE 01  ZENDA 00742  02 OF 02  021440Z\n \n44 R\nACTION EUR-25\n \n"
    "INFO  OCT-01  ISO-00  EB-11\n \n      L-03  DRC-01  /041 W\n"
    f"{DASHES}{DATE}\nFM AMCONSUL ZENDA\nTO SECSTATE WASHDC 0312\nINFO AMEMBASSY STRELSAU\n \n"
    "C O N F I D E N T I A L SECTION 2 OF 2 ZENDA 0742\n \n"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TWO", "TWO"),
        ("SECTION 2", "SECXION 2"),
        ("2 OF 2 ZENDA 0742", "2 OF 2 ZENDA 0743"),
        ("C O N F I D E N T I A L SECTION 2 OF 2 ZENDA 0742\n", ""),
        (DATE, "R 02131/Z APR 74"),
        ("OF 2 ZENDA 0742\n \n", "OF 2 ZENDA 0742\n \nC O R R E C T E D  C O P Y (GARBLED TEXT)\n \n"),
    ],
)
def test_heading_of_a_later_section_is_no_text(old, new):
    pages = [f"1. THE FERRY IS\n{SECTION_TWO.replace(old, new)}LATE.\n"]
    cable = parse_cable(telegram((CLASS_LINE, SECTION_ONE), pages=pages))
    assert shown(cable) == "THE FERRY IS LATE."
    assert [(section.number, section.of) for section in cable.sections] == [(1, 2), (2, 2)]


def test_text_right_below_a_further_first_page_is_text():
    pages = ["1. THE FERRY IS\nNNN\n \nCONFIDENTIAL\n \nPAGE 01  ZENDA 00742  02 OF 02  021440Z\n \nLATE.\n"]
    assert shown(parse_cable(telegram((CLASS_LINE, SECTION_ONE), pages=pages))) == "THE FERRY IS LATE."


# --- Levels and labels -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["C O N F I D E F T I A K ROME 0742\n", "C Q Q Q I D E F T I A K ROME 0742\n", ""]
)
def test_level_of_a_garbled_class_line_is_that_of_its_pages(line):
    cable = parse_cable(telegram((CLASS_LINE, line)))
    assert cable.classification == "CONFIDENTIAL"
    assert numbers(cable)[-2:] == [1, 2]


@pytest.mark.parametrize("label", ["TAGS:", "TAFS:", "RAGS:", "TGS:", "TAGS ;", "TAG:"])
def test_label_of_tags_is_read_as_garbled(label):
    cable = parse_cable(telegram(("TAGS: BEXP, FR\nSUBJ: ZINC", f"{label} BEXP, FR\nSUBJ: ZINC")))
    assert ([tag.code for tag in cable.tags], cable.subject) == (["BEXP", "FR"], "ZINC RAILWAY")
    assert codes(cable) == []


# --- Furniture --------------------------------------------------------------------------------

STAMP = (
    " Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 04 MAY 2006 \n"
)


@pytest.mark.parametrize(
    "furniture",
    [
        STAMP,
        f"\n{STAMP}{STAMP} \n",
        f"UNCLASSIFIED\n{STAMP}",
        f"{STAMP} \nUNCLASSIFIED\n",
        "Sue P. Grafeld\nDeclassified/Released\nUS Department of State\nEO Systematic Review\n4 MAY 2006\n",
        "CONFIDE*TIAL\n \nCONFID#NTIAL\n \nPAGE 02  ZENDA 00742  021431Z\n \n",
        "CONFIDENTIAL CONFIDENTIAL\nPAGE 02  ZENDA 00742  021431Z\n \n",
        "CONFIDENTIAL\nCONFIDENTIALPAGE 02 ZENDA 00742 021431Z\n",
    ],
)
def test_furniture_in_mid_sentence_and_mid_word_is_no_text(furniture):
    cable = parse_cable(telegram(pages=[f"1. THE FER-\n{furniture}RY IS\n{furniture}LATE.\n"]))
    assert shown(cable) == "THE FERRY IS LATE."


@pytest.mark.parametrize(
    "line", ["PAGE 3 LINE 125 SHOULD READ", "PAGE 12 OF VOLUME 1974", "PAGE 12 ARTICLE 1974"]
)
def test_page_of_a_report_is_text(line):
    cable = parse_cable(telegram(pages=[f"1. IN THE REPORT\n{line}\nIS WRONG.\n"]))
    assert " ".join(shown(cable).split()) == f"IN THE REPORT {line} IS WRONG."


def test_date_of_a_telegram_without_its_group_is_the_archives():
    dated = ("Draft Date: 02 APR 1974", "Sent Date: 02-Apr-1974 12:00:00 am")
    cable = parse_cable(telegram((f"{DATE}\n", ""), dated))
    assert cable.sent_at == dt.datetime(1974, 4, 2, tzinfo=dt.UTC)


def test_last_banner_needs_no_end_of_transmission():
    cable = parse_cable(telegram(("CONFIDENTIAL\n \n \nNNN\n", "CONFIDENTIAL\n")))
    assert (cable.signers, numbers(cable)) == (("TRASKELL",), [1, 2])
    assert "after_end" not in {span.name for span in cable.spans}
