"""The sample collection: invented, true to the format, and read by the parser as its authors meant it."""

import csv
import json
import os
import re
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from cables import reference

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "cables" / "sample"
SHARED = ROOT.parent / "shared"
EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
FILES = sorted(EXPECTED)
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DTG = re.compile(r"^(?:[ZOPR] ){1,2}(\d\d)(\d\d)(\d\d)Z ([A-Z]{3}) (\d\d)\b", re.MULTILINE)
RELEASED = re.compile(r"^(?:Release date|Freigabedatum|Date de diffusion): (\d{4}-\d\d-\d\d)", re.MULTILINE)
DE_LINE = re.compile(r"^DE [A-Z]+ #(\d{4})(?:/01)? (\d{3})(\d{4})$", re.MULTILINE)
RANK = ["U", "SBU", "LOU", "C", "S", "TS"]
LEVEL = {
    "UNCLASSIFIED": "U",
    "SBU": "SBU",
    "LOU": "LOU",
    "CONFIDENTIAL": "C",
    "SECRET": "S",
    "TOP SECRET": "TS",
}


def text_of(name):
    return (SAMPLE / name).read_text(encoding="utf-8")


def table(name):
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sent(name):
    """The date-time group of a file, or None where it is garbled."""
    found = DTG.search(text_of(name))
    if found is None:
        return None
    day, hour, minute, month, year = found.groups()
    century = 1900 if int(year) >= 50 else 2000
    return datetime(century + int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute))  # noqa: DTZ001


# --- The files themselves ---------------------------------------------------------------------


def test_every_file_is_described_and_every_description_has_a_file():
    assert sorted(path.name for path in SAMPLE.glob("*.txt")) == FILES
    assert len(FILES) >= 32


@pytest.mark.parametrize("name", FILES)
def test_file_is_clean_text(name):
    raw = (SAMPLE / name).read_bytes()
    text = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert b"\0" not in raw
    assert text.endswith("\n")
    assert not re.search(r"[~@]", text)


@pytest.mark.parametrize("name", FILES)
def test_file_says_that_it_is_invented(name):
    text = text_of(name).upper()
    assert "INVENTED" in text
    assert "NOT A REAL TELEGRAM" in text


@pytest.mark.parametrize("name", FILES)
def test_file_is_named_by_its_number(name):
    mrn = name.removesuffix(".txt").removesuffix(".corrected")
    assert EXPECTED[name]["mrn"] == mrn
    year, post, serial = re.fullmatch(r"(\d\d)([A-Z]+)([1-9]\d*)", mrn).groups()
    posts = {row["post"] for row in (*reference.rows("posts"), *table("posts"))}
    assert post in posts
    assert re.search(rf"\b{post} 0*{serial}\b|\b{year}{post}{serial}\b", text_of(name))


def test_readme_lists_every_file():
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)` \|", readme, re.MULTILINE))
    assert listed == {name.removesuffix(".txt") for name in FILES}


# --- True to the format -----------------------------------------------------------------------


def test_office_checksums_add_up():
    lists = 0
    pattern = re.compile(r"^(?:ACTION|ORIGIN) .*?^ {0,6}.*?/(\d{3}) [WR]$", re.MULTILINE | re.DOTALL)
    for name in FILES:
        for block in pattern.finditer(text_of(name)):
            copies = re.findall(r"\b[A-Z]{1,6}-(\d{2})\b", block[0])
            assert sum(map(int, copies)) == int(block[1]), (name, block[0])
            lists += 1
    assert lists >= 12


@pytest.mark.parametrize("name", FILES)
def test_transport_header_agrees_with_itself(name):
    """The day of the year with the date-time group, the security letters with the class line, the serial."""
    text, expected = text_of(name), EXPECTED[name]
    found = DE_LINE.search(text)
    if found is None:
        return
    serial = int(re.search(r"\d+$", expected["mrn"])[0])
    assert int(found[1]) == serial % 10000
    assert int(found[2]) == sent(name).timetuple().tm_yday
    letters = {"CONFIDENTIAL": "ZNY CCCCC ZZH", "SECRET": "ZNY SSSSS ZZH"}
    assert letters.get(expected["classification"], "ZNR UUUUU ZZH") in text


@pytest.mark.parametrize("name", FILES)
def test_expected_date_is_the_date_time_group(name):
    moment = sent(name)
    assert EXPECTED[name]["sent_at"] == (moment.isoformat() + "+00:00" if moment else None)


def test_numbers_grow_with_time():
    by_post = {}
    for name in FILES:
        year, post, serial = re.fullmatch(r"(\d\d)([A-Z]+)(\d+)", EXPECTED[name]["mrn"]).groups()
        if EXPECTED[name]["sent_at"]:
            by_post.setdefault((year, post), []).append((int(serial), EXPECTED[name]["sent_at"]))
    for sending in by_post.values():
        for (_, before), (_, after) in pairwise(sorted(sending)):
            assert before <= after


def test_numbers_to_the_department_grow_with_time():
    """The serial after SECSTATE WASHDC counts what one post has sent there."""
    by_post = {}
    for name in FILES:
        found = re.search(r"SECSTATE WASHDC(?: [A-Z]+){0,2} (\d{4})$", text_of(name), re.MULTILINE)
        if found and EXPECTED[name]["sent_at"] and not name.startswith("08ZENDA455.c"):
            post = re.sub(r"\d", "", EXPECTED[name]["mrn"])
            decade = EXPECTED[name]["sent_at"][:3]
            by_post.setdefault((post, decade), []).append((EXPECTED[name]["sent_at"], int(found[1])))
    for serials in by_post.values():
        for (_, before), (_, after) in pairwise(sorted(serials)):
            assert before < after


@pytest.mark.parametrize("name", FILES)
def test_no_paragraph_is_marked_above_its_cable(name):
    expected = EXPECTED[name]
    if expected["classification"] is None:
        return
    ceiling = RANK.index(LEVEL[expected["classification"]])
    for paragraph in expected["paragraphs"]:
        assert RANK.index(paragraph["level"]) <= ceiling


# --- Reference tables -------------------------------------------------------------------------


def test_invented_posts_have_the_shape_of_the_real_table():
    real = reference.rows("posts")
    indicators = {row["routing_indicator"] for row in reference.rows("routing")}
    for row in table("posts"):
        assert list(row) == list(real[0])
        assert row["post"] not in {post["post"] for post in real}
        assert row["routing_indicator"] not in indicators
        assert not row["lat"]
        assert not row["lon"]
        assert row["source"] == "Invented for the sample collection"
        assert row["geo_tag"] in {tag["code"] for tag in table("tags")}


def test_invented_tags_clash_with_no_real_code():
    real = reference.rows("tags")
    for row in table("tags"):
        assert list(row) == list(real[0])
        assert row["code"] not in {tag["code"] for tag in real} | {tag["iso3166"] for tag in real}
        assert row["source"] == "Invented for the sample collection"


@pytest.mark.parametrize("name", FILES)
def test_tags_are_known_and_of_their_era(name):
    known = {row["code"]: row["era"] for row in (*reference.rows("tags"), *table("tags"))}
    era = "1970s" if EXPECTED[name]["mrn"][0] == "7" else "modern"
    for code in EXPECTED[name]["tags"]:
        if ", " not in code:
            assert known[code] in {"both", era}, code


# --- Threads ----------------------------------------------------------------------------------


def threads():
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^- \*\*(.+?)\*\*: (.+)$", readme, re.MULTILINE)
    return {title: re.findall(r"\b\d\d[A-Z]+\d+\b", line) for title, line in found}


@pytest.mark.parametrize("title", list(threads()))
def test_thread_resolves_inside_the_collection(title):
    thread = threads()[title]
    cited = {e["mrn"]: {r["mrn"] for r in e["references"]} for e in EXPECTED.values()}
    assert len(thread) >= 3
    for position, mrn in enumerate(thread):
        assert mrn in cited
        backward = cited[mrn] & set(thread[:position])
        forward = [later for later in thread[position:] if mrn in cited[later]]
        assert backward or forward, mrn


def test_some_references_lead_out_of_the_collection():
    held = {e["mrn"] for e in EXPECTED.values()}
    cited = [r for e in EXPECTED.values() for r in e["references"]]
    assert len({r["mrn"] for r in cited} & held) >= 12
    assert len({r["mrn"] for r in cited if r["mrn"]} - held) >= 10
    assert {"cable", "airgram", "email", "telcon", "dtg"} <= {r["kind"] for r in cited}


# --- What the parser finds --------------------------------------------------------------------


@pytest.fixture(scope="module")
def parse():
    from cables.parsing import parse_cable

    parsed = {}

    def parse_once(name):
        if name not in parsed:
            parsed[name] = parse_cable(text_of(name))
        return parsed[name]

    return parse_once


@pytest.mark.parametrize("name", FILES)
def test_parser_finds_the_header(parse, name):
    cable, expected = parse(name), EXPECTED[name]
    found = {
        "mrn": cable.mrn,
        "container": cable.container,
        "sent_at": cable.sent_at.isoformat() if cable.sent_at else None,
        "classification": cable.classification,
        "captions": sorted(cable.captions),
        "tags": [tag.code for tag in cable.tags],
        "subject": cable.subject,
        "sections": [[section.number, section.of] for section in cable.sections] or [[1, 1]],
        "complete": cable.complete,
        "signers": list(cable.signers),
    }
    wanted = {key: expected[key] for key in found}
    assert found == wanted | {"captions": sorted(expected["captions"])}


@pytest.mark.parametrize("name", FILES)
def test_parser_finds_the_references(parse, name):
    found = [
        {"label": r.label, "kind": r.kind, "mrn": r.mrn}
        | ({"notal": True} if r.notal else {})
        | ({"and_previous": True} if r.and_previous else {})
        for r in parse(name).references
    ]
    assert found == EXPECTED[name]["references"]


@pytest.mark.parametrize("name", FILES)
def test_parser_finds_the_paragraphs(parse, name):
    found = [
        {"number": p.number, "mark": p.portion_mark, "level": p.level, "inherited": p.inherited}
        for p in parse(name).paragraphs
    ]
    assert found == EXPECTED[name]["paragraphs"]


@pytest.mark.parametrize("name", FILES)
def test_parser_joins_lines_and_keeps_items(parse, name):
    expected, paragraphs = EXPECTED[name], parse(name).paragraphs

    def numbered(key):
        found = [p for p in paragraphs if p.number == int(key)]
        return found[0] if found else paragraphs[int(key) - 1]

    for key, phrase in expected["phrases"].items():
        assert any(
            phrase in text for text in (numbered(key).text, *(item.text for item in numbered(key).items))
        )
    for key, count in expected["items"].items():
        assert len(numbered(key).items) == count


@pytest.mark.parametrize("name", [name for name in FILES if "apostrophes" in EXPECTED[name]])
def test_parser_repairs_each_apostrophe_and_tells_of_it(parse, name):
    cable = parse(name)
    repaired = [repair for repair in cable.repairs if repair.before == "ī"]
    assert len(repaired) == EXPECTED[name]["apostrophes"]
    assert {repair.after for repair in repaired} <= {"'", "’"}
    assert not any("ī" in paragraph.text for paragraph in cable.paragraphs)


@pytest.mark.parametrize(
    ("name", "links"), [("08ZENDA412.txt", {8}), ("75HENTZAU112.txt", {8}), ("08STATE80214.txt", {4})]
)
def test_parser_links_paragraphs_of_the_cable_itself(parse, name, links):
    assert {m.target for m in parse(name).mentions if m.kind == "paragraph"} == links


@pytest.mark.parametrize(
    "name",
    ["07HENTZAU41.txt", "08USNATO331.txt", "08ZENDA455.txt", "75STATE118402.txt", "79STRELSAU1410.txt"],
)
def test_parser_links_no_paragraph_of_another_cable(parse, name):
    assert not [m for m in parse(name).mentions if m.kind == "paragraph" and m.target is not None]


@pytest.mark.parametrize("name", FILES)
def test_parser_accounts_for_every_character(parse, name):
    text, cable = text_of(name), parse(name)
    assert "".join(text[s.start : s.end] for s in cable.spans) == text


@pytest.mark.parametrize("name", FILES)
def test_parser_leaves_the_fiction_note_out_of_the_text(parse, name):
    for paragraph in parse(name).paragraphs:
        text = " ".join([paragraph.heading or "", paragraph.text, *(item.text for item in paragraph.items)])
        assert "NOT A REAL TELEGRAM" not in text.upper()
        assert "INVENTED SAMPLE" not in text


# --- Nothing is copied ------------------------------------------------------------------------

HEAD_LINE = re.compile(
    r"^(?:PAGE \d|ACTION |ORIGIN |INFO |FM |TO |[CST] [OE] |[A-Z]{1,6}-\d\d )|/\d{3} [WR]$"
)


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def sequences(text, length=8):
    row = words(text)
    return {tuple(row[i : i + length]) for i in range(len(row) - length + 1)}


def body(text):
    """From the subject to the signature, without page heads, office lists and `Classified By`."""
    text = text[re.search(r"^SUBJ(?:ECT)?:", text, re.MULTILINE).start() :].split("\nMessage Attributes")[0]
    text = re.sub(
        r"^classified by:.*?\n\n", "\n", text, count=1, flags=re.DOTALL | re.IGNORECASE | re.MULTILINE
    )
    return "\n".join(line for line in text.split("\n") if not HEAD_LINE.search(line.strip()))


def test_no_eight_words_in_a_row_come_from_a_real_telegram():
    if not SHARED.is_dir() and not os.environ.get("CI"):
        pytest.skip("the real telegrams to compare with are not beside this checkout")
    real = [*(SHARED / "corpus").rglob("*.txt"), *(SHARED / "seed").glob("*.txt")]
    assert real
    seen = set()
    for path in real:
        seen |= sequences(path.read_text(encoding="utf-8", errors="replace"))
    for name in FILES:
        copied = sequences(body(text_of(name))) & seen
        assert not copied, (name, [" ".join(row) for row in copied])


def test_dates_of_release_come_after_the_cables():
    for name in FILES:
        released = RELEASED.search(text_of(name))
        if released and sent(name):
            assert date.fromisoformat(released[1]) > sent(name).date()
