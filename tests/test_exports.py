"""/cables/export.csv and .jsonl: every cable of a list, as a file."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.importing.sources.cells import unguarded
from cables.models import Mention, PublicNote
from cables.presenters.cable_row import HEADER
from cables.search import everything
from cables.visibility import Role
from tests import factories as make
from tests.people import a_user

pytestmark = pytest.mark.django_db

CSV, JSONL = "/cables/export.csv", "/cables/export.jsonl"
BOTH = pytest.mark.parametrize("address", [CSV, JSONL])
CHUNK = {CSV: 4, JSONL: 7}
"""Queries for some hundred cables: the cables, and one for each relation."""
TYPES = {CSV: "text/csv; charset=utf-8; header=present", JSONL: "application/jsonl; charset=utf-8"}


def table(client, asked=""):
    text = client.get(CSV + asked).getvalue().decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def records(client, asked=""):
    lines = client.get(JSONL + asked).getvalue().decode().split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def a_full_cable():
    version = make.a_version(
        "08ZENDA412",
        subject='HARBOR DUES, "SHIPS" AND\nTHE COUNCIL’S ANSWER',
        tags=["PREL", "EWWT", "PREL"],
        info_precedence="ROUTINE",
        originator="AMCONSUL ZENDA",
        dtg="141520Z AUG 08",
        captions=["SIPDIS", "NOFORN"],
        executive_order="12958",
        declassify_on=dt.date(2018, 8, 14),
        reasons=["1.4(b)", "1.4(d)"],
        classified_by="Charge R. Rassendyll",
        signers=["RASSENDYLL"],
        sections=[[1, 2]],
        complete=False,
        metadata={"Source": "Consulate Zenda"},
        summary_first=1,
        summary_last=1,
        paragraphs=[
            {"text": "Summary. As in ref A, ⟦withheld⟧ paid.", "mark": "C"},
            {"text": "Points:\nOne\nTwo", "blocks": [["text", 0, 7], ["item", 8, 11], ["item", 12, 15]]},
        ],
    )
    first, second = version.paragraphs.all()
    first.deletions = [[22, 32, [["EO13526-1.4", "1.4(b)"]]]]
    first.save()
    make.an_addressee(version, "SECSTATE WASHDC", precedence="IMMEDIATE", serial="2317")
    make.an_addressee(version, "USMISSION USNATO", "info")
    make.an_addressee(version, "AMEMBASSY STRELSAU", "info", excluded=True)
    make.a_reference(version, "STATE 80214", "08STATE80214", "A", inferred=["year"])
    make.a_reference(version, "Flavia-Tarlenheim telcon", "", "B", kind="telcon")
    make.a_mention(first, "ref A", Mention.Kind.REF, label="A", mrn="08STATE80214")
    PublicNote.objects.create(
        version=version, paragraph=second, number=2, html="<p>See <em>dues</em>.</p>", written_at=make.SENT
    )


# --- The table ---------------------------------------------------------------------------------


def test_row_says_what_the_header_of_a_cable_says(client):
    a_full_cable()
    (row,) = table(client)
    assert row == {
        "mrn": "08ZENDA412",
        "address": "http://testserver/cables/08ZENDA412/",
        "sent_at": "2008-08-14T15:20:00Z",
        "precedence": "IMMEDIATE",
        "info_precedence": "ROUTINE",
        "originator": "AMCONSUL ZENDA",
        "post": "ZENDA",
        "action_addressees": "SECSTATE WASHDC",
        "info_addressees": "USMISSION USNATO",
        "classification": "CONFIDENTIAL",
        "captions": "SIPDIS | NOFORN",
        "tags": "PREL | EWWT",
        "subject": 'HARBOR DUES, "SHIPS" AND\nTHE COUNCIL’S ANSWER',
        "references": "08STATE80214 | Flavia-Tarlenheim telcon",
        "executive_order": "12958",
        "declassify_on": "2018-08-14",
        "declassify_event": "",
        "exemptions": "",
        "classified_by": "Charge R. Rassendyll",
        "reasons": "1.4(b) | 1.4(d)",
        "signers": "RASSENDYLL",
        "complete": "false",
        "collection": "sample",
        "notice": "Fictional sample",
    }


def test_table_without_cables_has_its_header(client):
    content = client.get(CSV).getvalue()
    assert content == ",".join(HEADER).encode() + b"\r\n"  # and no byte-order mark


def test_withheld_subject_is_its_codes(client):
    make.a_version(subject="", title="", subject_codes=[["FOIA", "b(1)"]])
    assert table(client)[0]["subject"] == "[withheld (b)(1)]"


def test_what_a_cable_does_not_state_is_empty_and_its_classification_said_to_be_unknown(client):
    make.a_version("unnumbered-000001", subject="", sent_at=None, classification="UNKNOWN", precedence="")
    (row,) = table(client)
    assert {name for name, cell in row.items() if cell} == {
        *("mrn", "address", "classification", "complete", "collection", "notice")
    }
    assert row["classification"] == "UNKNOWN"


class AnyText(TestCase):
    text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
    hostile = st.builds(
        "".join, st.tuples(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", "''="]), text)
    )

    @given(st.lists(st.one_of(text, hostile), min_size=7, max_size=7))
    def test_no_cell_is_a_formula_and_each_can_be_read_again(self, texts):
        subject, originator, name, tag, caption, order, notice = texts
        version = make.a_version(
            subject=subject, originator=originator, tags=[tag], captions=[caption], classified_by=order,
            collection=make.a_collection("any", notice=notice),
        )  # fmt: skip
        make.an_addressee(version, name)
        make.a_reference(version, name, "")
        (row,) = table(self.client)
        for cell in row.values():
            assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r")
        read = {column: unguarded(cell) for column, cell in row.items()}
        assert read["subject"] == subject
        assert read["originator"] == originator
        assert read["action_addressees"] == read["references"] == name
        assert read["tags"] == tag
        assert read["captions"] == caption
        assert read["classified_by"] == order
        assert read["notice"] == notice
        (record,) = records(self.client)
        assert record["subject"] == (subject or None)
        assert record["addressees"][0]["name"] == name


# --- The records -------------------------------------------------------------------------------


def test_record_says_all_that_is_public_under_the_parser_s_names(client):
    a_full_cable()
    (record,) = records(client)
    assert record == {
        "mrn": "08ZENDA412",
        "address": "http://testserver/cables/08ZENDA412/",
        "collection": {
            "slug": "sample",
            "name": "Sample",
            "notice": "Fictional sample",
            "legal_status": None,
        },
        "container": None,
        "metadata": {"Source": "Consulate Zenda"},
        "released_at": None,
        "sent_at": "2008-08-14T15:20:00Z",
        "transmission_id": None,
        "precedence": "IMMEDIATE",
        "info_precedence": "ROUTINE",
        "routing_indicators": [],
        "de_line": None,
        "opsignal": None,
        "dtg": "141520Z AUG 08",
        "originator": "AMCONSUL ZENDA",
        "post": "ZENDA",
        "addressees": [
            an_addressee("action", "SECSTATE WASHDC", precedence="IMMEDIATE", serial="2317"),
            an_addressee("info", "USMISSION USNATO"),
            an_addressee("info", "AMEMBASSY STRELSAU", excluded=True),
        ],
        "office_copies": [],
        "classification": "CONFIDENTIAL",
        "captions": ["SIPDIS", "NOFORN"],
        "sections": [{"number": 1, "of": 2}],
        "complete": False,
        "executive_order": "12958",
        "declassify_on": "2018-08-14",
        "declassify_event": None,
        "exemptions": [],
        "classified_by": "Charge R. Rassendyll",
        "classified_by_names": [],
        "reasons": ["1.4(b)", "1.4(d)"],
        "tags": [{"code": code, "raw": code, "kind": "subject"} for code in ("PREL", "EWWT", "PREL")],
        "subject": 'HARBOR DUES, "SHIPS" AND\nTHE COUNCIL’S ANSWER',
        "subject_withheld": None,
        "references": [
            a_reference("A", "STATE 80214", "cable", "08STATE80214", ["year"]),
            a_reference("B", "Flavia-Tarlenheim telcon", "telcon", None, []),
        ],
        "mentions": [
            {
                "paragraph": 1,
                "kind": "ref",
                "text": "ref A",
                "label": "A",
                "target": "08STATE80214",
                "start": 15,
                "end": 20,
            }
        ],
        "summary": "Summary. As in ref A, ⟦withheld⟧ paid.",
        "signers": ["RASSENDYLL"],
        "paragraphs": [
            a_paragraph(
                1,
                "Summary. As in ref A, ⟦withheld⟧ paid.",
                portion_mark="C",
                inherited=False,
                deletions=[{"start": 22, "end": 32, "codes": [{"scheme": "EO13526-1.4", "code": "1.4(b)"}]}],
            ),
            a_paragraph(2, "Points:\nOne\nTwo", items=[{"start": 8, "end": 11}, {"start": 12, "end": 15}]),
        ],
        "notes": [
            {
                "number": 2,
                "paragraph": 2,
                "reply_to": None,
                "quote": None,
                "start": None,
                "end": None,
                "written_on": "2008-08-14",
                "html": "<p>See <em>dues</em>.</p>",
            }
        ],
    }


def an_addressee(role, name, **facts):
    absent = {"post": None, "precedence": None, "routing_indicator": None, "serial": None, "excluded": False}
    return {"role": role, "name": name, **absent, **facts}


def a_reference(label, text, kind, mrn, inferred):
    rest = {"inferred": inferred, "notal": False, "and_previous": False}
    return {"label": label, "text": text, "kind": kind, "mrn": mrn, **rest}


def a_paragraph(number, text, **facts):
    facts = {
        "portion_mark": None,
        "level": "C",
        "captions": [],
        "inherited": True,
        "heading": None,
        "items": [],
        "page_breaks": [],
        "deletions": [],
    } | facts
    return {"position": number, "number": number, "text": text, **facts}


def test_keys_of_records_are_always_the_same_and_in_one_order(client):
    a_full_cable()
    make.a_version("unnumbered-000001", subject="", sent_at=None, classification="UNKNOWN", paragraphs=())
    full, bare = records(client)
    assert list(full) == list(bare)
    assert [list(paragraph) for paragraph in full["paragraphs"]].count(list(full["paragraphs"][0])) == 2


def test_withheld_subject_is_null_beside_its_codes(client):
    make.a_version(subject="", title="", subject_codes=[["FOIA", "b(1)"]])
    (record,) = records(client)
    assert record["subject"] is None
    assert record["subject_withheld"] == [{"scheme": "FOIA", "code": "b(1)"}]


def test_names_are_those_of_the_parser(client):
    from cables.parsing import as_json, parse_cable

    parsed = as_json(parse_cable(""))
    make.a_version()
    (record,) = records(client)
    ours = {"address", "collection", "post", "subject_withheld", "notes"}
    assert set(record) - ours == set(parsed) - {"repairs", "findings", "spans"}


# --- Both ----------------------------------------------------------------------------------------


@BOTH
def test_cables_are_those_of_the_list_in_its_order(client, address):
    for number, tags in ((1, ["PREL"]), (2, ["NATO"]), (3, ["PREL"])):
        make.a_version(f"08ZENDA{number}", tags=tags)
    make.a_held_version("08ZENDA4")
    read = table if address == CSV else records
    assert [row["mrn"] for row in read(client, "?tag=prel&sort=mrn&page=7")] == ["08ZENDA1", "08ZENDA3"]
    assert [row["mrn"] for row in read(client)] == ["08ZENDA3", "08ZENDA2", "08ZENDA1"]


@BOTH
def test_file_is_named_after_the_list_and_says_what_it_is(client, address):
    make.a_version()
    response = client.get(f"{address}?tag=prel&classification=top secret&sort=mrn&page=2")
    ending = address.rpartition(".")[2]
    expected = f'attachment; filename="cables-tag-PREL-classification-TOP-SECRET.{ending}"'
    assert response["Content-Disposition"] == expected
    assert response["Content-Type"] == TYPES[address]


@BOTH
def test_head_asks_for_no_cable_and_has_the_same_headers(client, address):
    make.a_version()
    got = client.get(address + "?tag=PREL")
    got.getvalue()
    with CaptureQueriesContext(connection) as queries:
        head = client.head(address + "?tag=PREL")
        assert head.getvalue() == b""
    assert len(queries) == 0
    assert head.status_code == 200
    assert head.headers == got.headers


@BOTH
def test_only_reading_methods_are_answered(client, address):
    assert client.post(address).status_code in {403, 405}


@BOTH
def test_caching_is_that_of_a_public_page(client, address):
    make.a_version()
    response = client.get(address)
    assert response["Cache-Control"] == "no-cache"
    assert "Cookie" in response["Vary"]
    assert not response.cookies
    client.force_login(a_user(Role.REVIEWER))
    assert client.get(address)["Cache-Control"] == "private, no-store"


@BOTH
def test_queries_grow_with_chunks_and_not_with_cables(client, address, monkeypatch):
    monkeypatch.setattr(everything, "CABLES_AT_ONCE", 20)
    for number in range(60):
        make.a_version(f"08ZENDA{number + 1}", tags=["PREL"])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        begun = len(queries)
        lines = response.getvalue().splitlines()
    assert begun == 1 + CHUNK[address]  # the keys and the first chunk
    assert len(queries) == 1 + 3 * CHUNK[address]
    assert len(lines) == 60 + (address == CSV)


@BOTH
def test_answer_is_sent_while_it_is_read(client, address, monkeypatch):
    monkeypatch.setattr(everything, "CABLES_AT_ONCE", 1)
    for number in range(9):
        make.a_version(f"08ZENDA{number + 1}", tags=["PREL"])
    with CaptureQueriesContext(connection) as queries:
        pieces = iter(client.get(address))
        for _ in range(4):
            next(pieces)
        assert len(queries) <= 1 + 4 * CHUNK[address]
        rest = list(pieces)
    assert len(queries) == 1 + 9 * CHUNK[address]
    assert len(rest) == 5 + (address == CSV)


@BOTH
def test_fault_of_the_database_is_a_failing_page_and_no_short_file(client, address, monkeypatch):
    def fail(*_):
        raise RuntimeError("no database")

    make.a_version()
    monkeypatch.setattr("cables.exports.versions_of", fail)
    client.raise_request_exception = False
    assert client.get(address).status_code == 500


class AnyAddress(TestCase):
    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    *("q", "tag", "not_tag", "origin", "classification", "mark", "caption", "collection"),
                    *("sent_after", "sent_before", "sort", "page", "other"),
                ]
            ),
            st.lists(st.text(max_size=30), min_size=1, max_size=3),
        )
    )
    def test_any_address_is_answered_as_the_list_is(self, parameters):
        make.a_version("08ZENDA1", tags=["PREL"])
        listed = [result.mrn for result in self.client.get("/cables/", parameters).context["list"].results]
        assert [row["mrn"] for row in table_of(self.client, parameters)] == listed
        for address in (JSONL, "/cables/feed.atom"):
            response = self.client.get(address, parameters)
            assert response.status_code == 200
            assert response.getvalue().decode().count("/cables/08ZENDA1/") == len(listed)


def table_of(client, parameters):
    text = client.get(CSV, parameters).getvalue().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))
