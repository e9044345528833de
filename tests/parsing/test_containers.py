"""What a telegram comes wrapped in, and files that hold many."""

import datetime as dt
import html

import pytest

from cables.parsing import parse_cable, split_cables
from tests.parsing.telegrams import seventies, telegram

TEXT = telegram(
    ['1. (C) The "harbor" master <talks> of AT&T, paragraph\n2, at length.', "2. (C) More."], ref="LIMA 12"
)
HEAD, BODY = TEXT.split("E.O. 12958")[0], "E.O. 12958" + TEXT.split("E.O. 12958")[1]


def labelled(number="08ZENDA412", text=TEXT, labels=("Dokument dato", "Frigivet", "Kilde", "Brødtekst")):
    head, body = text.split("E.O. 12958")[0], "E.O. 12958" + text.split("E.O. 12958")[1].split("BT\n#")[0]
    return (
        f"Samling - {number}\n\nID: {number}\n"
        f"{labels[0]}: 2008-08-14 15:20:00\n{labels[1]}: 2011-09-01 08:00:00\n"
        f"{labels[2]}: Consulate Zenda\nheader:\nCONFIDENTIAL {head}\n{labels[3]}:\n{body}"
        "\n 2008-08-14 15:20 FR\nPREL (External Political Relations)\nRT\n"
    )


def page(number="08ZENDA412"):
    cells = "".join(f"<th>{name}</th>" for name in ("Reference ID", "Created", "Released", "Origin"))
    values = "".join(
        f"<td><a href='#'>{value}</a></td>"
        for value in (number, "2008-08-14 15:20", "2011-09-01 08:00", "Consulate Zenda")
    )
    body = html.escape(BODY).replace("\n", "&#x000A;")
    return (
        f"<!DOCTYPE html>\n<html><body><table><tr>{cells}</tr><tr>{values}</tr></table>\n"
        f"<code><pre>{html.escape(HEAD)}</pre></code>\n<code><pre>{body}</pre></code></body></html>\n"
    )


def row(number="08ZENDA412", quote='""'):
    escape = (
        (lambda s: s.replace('"', quote))
        if quote == '""'
        else (lambda s: s.replace("\\", "\\\\").replace('"', quote))
    )
    cells = ("1", "8/14/2008 15:20", number, "Consulate Zenda", "CONFIDENTIAL", "08LIMA12", HEAD, BODY)
    return ",".join(f'"{escape(cell)}"' for cell in cells) + "\n"


WRAPPED = {
    "plain": ("plain", TEXT),
    "labelled": ("labelled", labelled()),
    "html": ("html", page()),
    "csv, quotes doubled": ("csv_row", row()),
    "csv, quotes escaped": ("csv_row", row(quote='\\"')),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_telegram_is_the_same_in_every_container(name):
    kind, raw = WRAPPED[name]
    cable = parse_cable(raw)
    assert cable.container == kind
    assert split_cables(raw) == [(0, len(raw))]
    assert (cable.mrn, cable.subject, cable.signers) == ("08ZENDA412", "HARBOR DUES", ("RASSENDYLL",))
    assert cable.sent_at == dt.datetime(2008, 8, 14, 15, 20, tzinfo=dt.UTC)
    assert [p.text for p in cable.paragraphs] == [
        'The "harbor" master <talks> of AT&T, paragraph 2, at length.',
        "More.",
    ]
    assert not cable.findings


@pytest.mark.parametrize("name", WRAPPED)
def test_spans_are_offsets_into_the_record_as_it_stands(name):
    _, raw = WRAPPED[name]
    cable = parse_cable(raw)
    assert "".join(raw[s.start : s.end] for s in cable.spans) == raw
    assert raw[cable.references[0].span.start : cable.references[0].span.end] == "LIMA 12"
    assert raw[cable.paragraphs[1].span.start : cable.paragraphs[1].span.end] == "2. (C) More."
    (mention,) = cable.mentions
    shown = html.unescape(raw[mention.span.start : mention.span.end])
    assert " ".join(shown.split()) == "paragraph 2"


@pytest.mark.parametrize("make", [labelled, page])
def test_wrapper_gives_both_dates(make):
    assert parse_cable(make()).released_at == dt.datetime(2011, 9, 1, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "labels",
    [
        ("Document date", "Release date", "Source", "Main text"),
        ("Datum", "Veröffentlicht", "Quelle", "Haupttext"),
        ("Päiväys", "Julkaistu", "Lähde", "Teksti"),
    ],
)
def test_labels_are_told_by_shape_in_any_language(labels):
    cable = parse_cable(labelled(labels=labels))
    assert cable.container == "labelled"
    assert cable.released_at.year == 2011
    assert cable.metadata["ID"] == "08ZENDA412"


def test_footer_of_a_wrapper_is_no_text():
    cable = parse_cable(labelled())
    assert cable.signers == ("RASSENDYLL",)
    assert cable.metadata["footer"].startswith("2008-08-14 15:20 FR")


def test_attributes_of_the_archive_are_metadata():
    cable = parse_cable(seventies(["1. TEXT.\n"]))
    assert cable.container == "aad"
    assert cable.metadata["Document Number"] == "1974ZENDA00742"
    assert cable.metadata["Subject"] == "ZINC RAILWAY"
    assert cable.released_at == dt.datetime(2005, 6, 30, tzinfo=dt.UTC)


def test_number_of_the_wrapper_and_of_the_class_line_are_compared():
    assert "number-mismatch" in [f.code for f in parse_cable(labelled("08ZENDA413")).findings]


@pytest.mark.parametrize(
    "first",
    [TEXT, labelled(), page(), row(), seventies(["1. TEXT.\n"])],
    ids=["plain", "labelled", "html", "csv", "aad"],
)
def test_file_of_many_is_cut_between_them(first):
    second = (
        first.replace("000412", "000413")
        .replace("08ZENDA412", "08ZENDA413")
        .replace("1974ZENDA00742", "1974ZENDA00743")
    )
    second = second.replace("ZENDA 0742", "ZENDA 0743").replace("00742", "00743")
    raw = first + second
    assert split_cables(raw) == [(0, len(first)), (len(first), len(raw))]


def test_titles_of_a_csv_are_no_cable():
    raw = '"id","date","number"\n' + row()
    assert split_cables(raw) == [(21, len(raw))]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_any_line_end_will_do(ending):
    cable = parse_cable(TEXT.replace("\n", ending))
    assert cable.paragraphs == parse_cable(TEXT).paragraphs or [p.text for p in cable.paragraphs] == [
        p.text for p in parse_cable(TEXT).paragraphs
    ]
