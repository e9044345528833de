"""The source view: line-true, linked, and quick whatever the text is."""

import re
import time

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db

QUERIES = 3


def source(client, text, spans=None, repairs=(), findings=()):
    version = make.a_version()
    make.a_source(version, text, spans)
    for facts in repairs:
        make.a_repair(version, **facts)
    for facts in findings:
        make.a_finding(version, **facts)
    response = client.get("/cables/08ZENDA412/source/")
    assert response.status_code == 200
    return response.content.decode()


def lines_of(html):
    """The text of each line, without what the interface adds."""
    html = re.sub(r"<ins>.*?</ins>", "", html, flags=re.DOTALL)
    found = re.findall(r'<bdi class="source__text">(.*?)</bdi></li>', html, flags=re.DOTALL)
    return [re.sub(r"<[^>]+>", "", line) for line in found]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_shown_as_they_were_received(client, end):
    lines = ["SUBJECT:  DUES  ", "", "1. (C) Text."]
    assert lines_of(source(client, end.join(lines) + end)) == lines


def test_each_line_has_an_address(client):
    html = source(client, "ONE\nTWO\n")
    assert '<li id="L2">' in html
    assert 'href="#L2"' in html


def test_stretches_are_named_where_they_begin(client):
    text = "TAGS: PREL\n1. Text\nmore\n"
    html = source(client, text, [["tags", 0, 11], ["paragraph 1", 11, len(text)]])
    assert '<span class="source__label" title="tags">tags</span>' in html
    assert html.count('<span class="source__label" title="¶1">¶1</span>') == 1
    assert lines_of(html) == ["TAGS: PREL", "1. Text", "more"]


def test_repair_is_marked_in_its_place(client):
    html = source(client, "Alliesī voice\n", repairs=[{"before": "ī", "after": "'", "start": 6, "end": 7}])
    assert '<span class="repair" id="repair-1" title="mojibake"><del>ī</del><ins>&#x27;</ins></span>' in html
    assert lines_of(html) == ["Alliesī voice"]


def test_repair_over_several_lines_has_one_address(client):
    text = "giving the\nPAGE 2\nNRC\n"
    html = source(client, text, repairs=[{"before": text[10:18], "after": " ", "start": 10, "end": 18}])
    assert html.count('id="repair-1"') == 1
    assert lines_of(html) == text.split("\n")[:-1]


def test_finding_leads_to_its_line(client):
    html = source(client, "ONE\nTWO\n", findings=[{"message": "Odd.", "start": 5, "end": 6}])
    assert '<a href="#L2">Line 2</a> <bdi>Odd.</bdi>' in html


def test_invisible_characters_are_shown_by_name(client):
    html = source(client, "a\u202eb\x07c\n")
    assert 'data-code="U+202E"' in html
    assert 'title="right-to-left override"' in html
    assert 'data-code="U+0007"' in html
    assert "\x07" not in html


def test_source_is_never_markup(client):
    html = source(client, "<script>alert(1)</script>\n")
    assert "<script>alert" not in html


def test_queries_do_not_grow(client, django_assert_max_num_queries):
    version = make.a_version()
    make.a_source(version)
    for _ in range(5):
        make.a_repair(version)
        make.a_finding(version)
    with django_assert_max_num_queries(QUERIES):
        client.get("/cables/08ZENDA412/source/")


def test_version_without_a_public_source_has_a_page(client):
    make.a_version()
    assert client.get("/cables/08ZENDA412/source/").status_code == 200


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "\n" * 1_000_000, "ab \u202e" * 50_000, "word\n" * 100_000],
    ids=["one line", "line ends only", "bidi controls", "many lines"],
)
def test_a_megabyte_takes_seconds_at_most(client, text):
    spans = [[f"s{n}", n * 100, n * 100 + 100] for n in range(len(text) // 100)]
    repairs = [{"start": n * 500, "end": n * 500 + 1} for n in range(200)]
    begun = time.perf_counter()
    source(client, text, spans, repairs)
    assert time.perf_counter() - begun < 10


class TestTextFile:
    def test_gives_the_public_source_and_nothing_else(self, client):
        version = make.a_version()
        make.a_source(version, "SUBJECT: HARBOR DUES\r\n\r\n1. (C) ⟦withheld⟧\r\n")
        response = client.get("/cables/08ZENDA412.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Content-Disposition"] == 'inline; filename="08ZENDA412.txt"'
        assert response.content.decode() == "SUBJECT: HARBOR DUES\r\n\r\n1. (C) ⟦withheld⟧\r\n"

    def test_other_spelling_leads_to_the_canonical_address(self, client):
        make.a_source(make.a_version())
        response = client.get("/cables/08 Zenda 00412.txt")
        assert (response.status_code, response["Location"]) == (301, "/cables/08ZENDA412.txt")

    def test_held_and_absent_answer_the_same(self, client):
        make.a_held_version()
        held, absent = (client.get(f"/cables/08ZENDA{n}.txt") for n in (412, 413))
        assert held.status_code == absent.status_code == 404
        assert held.content.replace(b"412", b"413") == absent.content
