"""docs/parsing.md says what the source says: findings with their sentences, repairs, fields."""

import dataclasses
import re

import pytest

from cables.parsing import ParsedCable, parse_cable, parsed
from tests.parsing import casefile
from tests.parsing.said import finding_codes, repair_reasons
from tests.parsing.telegrams import telegram
from tests.places import PROJECT

FINDINGS = casefile.rows("findings")  # code, line or what is shown instead of one, input, sentence
REPAIRS = casefile.rows("repair_reasons")  # reason, input, before, after
PAGE = (PROJECT / "docs" / "parsing.md").read_text(encoding="utf-8")
FACE = re.compile(r"^\| (`.+?`(?:, `.+?`)*) \|", re.MULTILINE)  # the first cell of a row: `mrn`, or several
RECORDS = [
    record
    for record in vars(parsed).values()
    if isinstance(record, type) and record.__module__ == parsed.__name__ and record is not ParsedCable
]


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def fields_of(record: type) -> list[str]:
    if dataclasses.is_dataclass(record):
        return [field.name for field in dataclasses.fields(record)]
    return list(record._fields)


def shown(case: dict) -> str:
    return f"`{case['line']}`" if "line" in case else case["shown"]


# --- Findings ---------------------------------------------------------------------------------


def test_every_code_of_the_source_has_an_example_and_none_is_made_up():
    assert {case["code"] for case in FINDINGS} == finding_codes()


@pytest.mark.parametrize("case", FINDINGS, ids=lambda case: f"{case['code']}: {shown(case)}")
def test_example_gives_its_finding(case):
    told = [
        finding.message for finding in parse_cable(case["input"]).findings if finding.code == case["code"]
    ]
    assert told == [case["sentence"]]
    assert case.get("line", "") in case["input"]


def test_table_of_findings_is_what_was_tried():
    rows = [f"| `{case['code']}` | {shown(case)} | {case['sentence']} |" for case in FINDINGS]
    assert [row for row in section("Findings").splitlines() if row.startswith("| `")] == rows


# --- Repairs ----------------------------------------------------------------------------------


def test_every_reason_of_the_source_has_an_example():
    assert {case["reason"] for case in REPAIRS} == repair_reasons()


@pytest.mark.parametrize("case", REPAIRS, ids=lambda case: case["reason"])
def test_example_is_repaired(case):
    cable = parse_cable(telegram([f"1. (C) {case['input']}"]))
    assert [repair.reason for repair in cable.repairs] == [case["reason"]]
    assert case["before"] in case["input"].replace("\n", "⏎")
    assert cable.paragraphs[0].text.endswith(case["after"])


def test_table_of_repairs_is_what_was_tried():
    rows = [f"| {case['reason']} | `{case['before']}` | `{case['after']}` |" for case in REPAIRS]
    table = [row for row in section("Repairs").splitlines() if row.startswith("| ")]
    assert table[1:] == rows


# --- Fields -----------------------------------------------------------------------------------


def test_every_field_of_a_cable_is_in_the_table_and_in_order():
    named = [name for cell in FACE.findall(section("Fields")) for name in re.findall(r"`(\w+)`", cell)]
    assert named == fields_of(ParsedCable)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_a_record_is_in_its_row(record):
    (row,) = re.findall(rf"^\| {record.__name__} \| (.*) \|$", PAGE, re.MULTILINE)
    plain = re.sub(r"\([^)]*\)", "", row)
    assert re.findall(r"`(\w+)`", plain.split(":")[0]) == fields_of(record)


@pytest.mark.parametrize("kind", ["labelled", "aad", "html", "csv_row", "plain"])
def test_every_container_is_in_its_table(kind):
    assert f"| `{kind}` |" in section("Containers")
