"""The page of one cable, by its address."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from cables.models import Mention
from tests import factories as make

pytestmark = pytest.mark.django_db

QUERIES = 13
"""Version, seven of its relations, targets, post names, tag names, and who cites: two."""

QUERIES_NOT_HELD = 9


def page(client, mrn="08ZENDA412", status=200):
    response = client.get(f"/cables/{mrn}/")
    assert response.status_code == status
    return response.content.decode()


def plain(html):
    """The words of a page as they are read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


class _Ids(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name == "id"]


def ids(html):
    parser = _Ids()
    parser.feed(html)
    return parser.found


def test_article_and_paragraphs_carry_their_marks(client):
    make.a_version(paragraphs=[{"text": "One.", "mark": "U"}, {"text": "Two.", "mark": "C/NF"}])
    html = page(client)
    assert '<article class="cable"' in html
    assert 'data-cable="08ZENDA412"' in html
    assert 'data-classification="CONFIDENTIAL"' in html
    assert '<section class="para" id="p1" data-paragraph="1" data-level="U">' in html
    assert '<section class="para" id="p2" data-paragraph="2" data-level="C">' in html
    assert "<bdi>C/NF</bdi>" in html


def test_unmarked_paragraph_is_shown_as_inherited_and_never_as_unclassified(client):
    make.a_version(paragraphs=["Unmarked."])
    html = page(client)
    assert "mark--inherited" in html
    assert "unmarked; the cable is confidential" in html


def test_unknown_classification_is_said(client):
    make.a_version(classification="UNKNOWN", paragraphs=["Unmarked."])
    html = page(client)
    assert 'data-classification="UNKNOWN"' in html
    assert "classification not stated" in html
    assert "Marking not stated" in html


def test_every_id_is_unique_even_where_numbers_come_twice(client):
    version = make.a_version(paragraphs=[{"number": 3}, {"number": 3}, {"number": None}, {"number": None}])
    for _ in range(2):
        make.a_reference(version, label="A")
    found = ids(page(client))
    assert {"p3", "p3-2", "u1", "u2"} <= set(found)
    assert len(found) == len(set(found))


def test_bullets_have_addresses_of_their_own(client):
    text = "Points:\nOne\nTwo"
    blocks = [["text", 0, 7], ["item", 8, 11], ["item", 12, 15]]
    make.a_version(paragraphs=[{"number": 3, "text": text, "blocks": blocks}])
    html = page(client)
    assert '<li id="p3-b1"><p>One</p></li><li id="p3-b2"><p>Two</p></li>' in html


def test_verbatim_lines_are_kept_without_a_blank_more(client):
    text = "NAME  TONS\nODO      12"
    make.a_version(paragraphs=[{"text": text, "blocks": [["verbatim", 0, len(text)]]}])
    assert f">{text}</pre>" in page(client)


def test_page_break_stands_at_its_place(client):
    make.a_version(paragraphs=[{"text": "giving the NRC shape", "page_breaks": [[11, "002"]]}])
    assert re.search(
        r"giving the <span class=\"pagebreak\"[^>]*><bdi>p. 2</bdi></span>NRC shape", page(client)
    )


def test_mentions_are_links_and_the_text_around_them_is_untouched(client):
    text = "As in ref A and paragraph 2, contact report septel."
    version = make.a_version(paragraphs=[text, "Two."])
    first = version.paragraphs.get(number=1)
    make.a_reference(version)
    make.a_mention(first, "ref A", Mention.Kind.REF, label="A", mrn="08ZENDA388")
    make.a_mention(first, "paragraph 2", Mention.Kind.PARAGRAPH, number=2)
    make.a_mention(first, "septel", Mention.Kind.SEPTEL)
    html = page(client)
    assert '<a href="/cables/08ZENDA388/" data-ref="08ZENDA388" class="ref--none"' in html
    assert '<a href="#p2">paragraph 2</a>' in html
    assert '<a class="term" href="#p1-n2"' in html
    assert 'id="p1-n2"' in html
    assert "Separate telegram" in html
    assert text in plain(html)


def test_paragraph_that_is_not_there_is_not_linked(client):
    version = make.a_version(paragraphs=["See paragraph 9."])
    make.a_mention(version.paragraphs.get(), "paragraph 9", Mention.Kind.PARAGRAPH, number=9)
    assert "#p9" not in page(client)


def test_held_reference_has_its_date_and_a_missing_one_says_so(client):
    target = make.a_version("08STATE80214").cable
    version = make.a_version()
    make.a_reference(version, "STATE 80214", "08STATE80214", "A", target=target, inferred=["year", "label"])
    make.a_reference(version, "ZENDA 388", "08ZENDA388", "B", notal=True)
    read = plain(page(client))
    assert "STATE 80214 14 Aug 2008 · the year is inferred from this cable" in read
    assert "ZENDA 388 not held · not sent to all addressees" in read


def test_withheld_reference_reads_like_an_absent_one(client):
    held = make.a_held_version("08STATE80214").cable
    version = make.a_version(paragraphs=["As in ref A."])
    reference = make.a_reference(version, "STATE 80214", "08STATE80214", "A", target=held)
    mention = make.a_mention(
        version.paragraphs.get(), "ref A", Mention.Kind.REF, label="A", mrn="08STATE80214", target=held
    )
    withheld = page(client)
    for row in (reference, mention):
        row.target = None
        row.save()
    assert page(client) == withheld
    assert "not held" in withheld


def test_cited_by_quotes_the_sentence_and_names_the_paragraph(client):
    cable = make.a_version().cable
    citing = make.a_version(
        "08STRELSAU771", paragraphs=[{"text": "First. As Zenda said (ref B), no. Last.", "mark": "C"}]
    )
    make.a_reference(citing, "ZENDA 412", cable.mrn, "B", target=cable)
    make.a_mention(citing.paragraphs.get(), "ref B", Mention.Kind.REF, label="B", mrn=cable.mrn, target=cable)
    make.a_reference(make.a_version("09STATE1122"), "ZENDA 412", cable.mrn, target=cable)
    read = plain(page(client))
    assert "Cited by 2 cables" in read
    assert "As Zenda said (ref B), no." in read
    assert "First. As" not in read
    assert "09STATE1122 · 14 Aug 2008 · REF line" in read
    assert 'href="/cables/08STRELSAU771/#p1"' in page(client)


def test_only_the_version_shown_cites(client):
    cable = make.a_version().cable
    old = make.a_version("08STRELSAU771", paragraphs=["Secretword (ref B)."])
    make.a_mention(old.paragraphs.get(), "ref B", Mention.Kind.REF, mrn=cable.mrn, target=cable)
    make.a_version("08STRELSAU771")
    html = page(client)
    assert "Secretword" not in html
    assert "Cited by" not in html


def test_header_is_told_in_words(client):
    make.a_post("ZENDA", "Consulate Zenda")
    make.a_tag("RS", "Russia", "geo")
    version = make.a_version(
        declassify_on=dt.date(2019, 9, 14),
        executive_order="12958",
        reasons=["1.4(b)"],
        classified_by="Classified By: CG Ruth Rassendyll for Reasons 1.4 (b)",
        captions=["SIPDIS"],
        info_precedence="PRIORITY",
    )
    version.tags.create(position=1, code="RS", raw="RU", kind="geo")
    for name in ("SECSTATE WASHDC", "JOINT STAFF"):
        make.an_addressee(version, name)
    read = plain(page(client))
    assert "Confidential telegram, immediate" in read
    assert "Fictional sample" in read
    assert "Consulate Zenda" in read
    assert "Joint Staff, for action" in read
    assert "Thursday 14 August 2008, 15:20 Z" in read
    assert "Marked for declassification on 14 September 2019; the date alone does not declassify it." in read
    assert "CG Ruth Rassendyll, for" in read
    assert "1.4(b) Foreign government information" in read
    assert "RS Russia typed RU" in read
    assert "SIPDIS Also post to the classified SIPRNet database" in read
    assert "Priority for information" in read


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"declassify_event": "AFTER KOREAN UNIFICATION"}, "Marked for declassification at an event:"),
        ({"exemptions": ["OADR"], "executive_order": "12356"}, "originating agency’s determination"),
        ({"exemptions": ["GDS"], "executive_order": "11652"}, "automatic downgrade by level"),
        ({"exemptions": ["GDS"], "executive_order": "12065"}, "Declassify on a stated date within six years"),
        ({"executive_order": "12958", "classification": "UNCLASSIFIED"}, "nothing to declassify"),
        ({"executive_order": "12958"}, "No date, event or exemption is given."),
        ({}, "Not stated."),
    ],
)
def test_declassification_line_is_an_honest_clock(client, facts, expected):
    make.a_version(**facts)
    assert expected in plain(page(client))


def test_missing_section_and_several_versions_are_said(client):
    make.a_version()
    make.a_version(complete=False, sections=[[1, 3], [3, 3]])
    read = plain(page(client))
    assert "This copy is not whole: section 2 of 3 is missing." in read
    assert "Two versions were received under this number; this is the newest." in read


def test_held_version_is_not_counted(client):
    make.a_version()
    make.a_held_version()
    assert "versions were received" not in page(client)


def test_deletion_by_the_source_reads_with_styles_off(client):
    make.a_version(paragraphs=["Told XXXXXXXXXXXX that [1 line not declassified] ends."])
    read = plain(page(client))
    assert "[deleted in the source: XXXXXXXXXXXX]" in read
    assert "[deleted in the source: [1 line not declassified]]" in read


def test_repairs_are_listed_with_their_reason(client):
    version = make.a_version()
    make.a_repair(version, "ī", "'", "apostrophe misread", paragraph=version.paragraphs.get())
    html = page(client)
    assert "1 repair: apostrophe misread (1)" in html
    assert 'href="/cables/08ZENDA412/source/#repair-1"' in html


def test_cable_text_is_never_markup(client):
    evil = "<script>alert(1)</script>"
    version = make.a_version(
        subject=evil, paragraphs=[{"text": evil, "heading": evil, "portion_mark": evil}], originator=evil,
        classified_by=evil, signers=[evil], captions=[evil], declassify_event=evil, reasons=[evil],
    )  # fmt: skip
    make.an_addressee(version, evil)
    make.a_reference(version, evil, "", evil, kind="other")
    make.a_repair(version, evil, evil, evil)
    version.tags.create(position=1, code=evil, raw=evil, kind="unknown")
    html = page(client)
    assert "<script>alert" not in html
    assert " style=" not in html


def test_cable_without_anything_has_a_page(client):
    make.a_version(
        "unnumbered-000001", paragraphs=(), subject="", sent_at=None, precedence="", classification="UNKNOWN"
    )
    read = plain(page(client, "unnumbered-000001"))
    assert "No subject" in read
    assert "No date." in read
    assert "No text was found in this cable" in read


def test_strip_has_a_link_for_each_paragraph(client):
    make.a_version(paragraphs=[{"text": "a" * 90, "mark": "U"}, {"text": "b" * 10, "mark": "S"}])
    html = page(client)
    assert "Paragraph 1, unclassified" in html
    assert "Paragraph 2, secret" in html


def test_queries_stay_within_the_budget(client, django_assert_max_num_queries):
    target = make.a_version("08STATE80214").cable
    version = make.a_version(paragraphs=["As in ref A. See paragraph 2."] * 8, tags=["PREL", "RS"])
    for number in range(5):
        make.an_addressee(version, f"POST {number}", post=f"POST{number}")
        make.a_reference(version, label="ABCDE"[number], mrn="08STATE80214", target=target)
        make.a_repair(version)
        citing = make.a_version(f"09STATE{number + 1}", paragraphs=["See ref A."])
        make.a_reference(citing, "ZENDA 412", "08ZENDA412", target=version.cable)
        make.a_mention(citing.paragraphs.get(), "ref A", mrn="08ZENDA412", target=version.cable)
    for paragraph in version.paragraphs.all():
        make.a_mention(paragraph, "ref A", Mention.Kind.REF, label="A", mrn="08STATE80214", target=target)
    with django_assert_max_num_queries(QUERIES):
        page(client)


# --- Other spellings, and numbers that are not here -------------------------------------------


@pytest.mark.parametrize("spelling", ["09state95585", "09STATE00095585", "09 STATE 095585", "2009STATE95585"])
@pytest.mark.parametrize("name", ["cable", "cable-source"])
def test_any_spelling_is_sent_to_the_number_itself(client, spelling, name):
    response = client.get(reverse(name, args=[spelling]))
    assert response.status_code == 301
    assert response["Location"] == reverse(name, args=["09STATE95585"])


def test_number_that_is_not_held_has_a_page_that_helps(client):
    make.a_post("USNATO", "Mission USNATO")
    make.a_version("09USNATO380", subject="EARLIER ONE")
    citing = make.a_version(paragraphs=["As feared (ref A)."])
    make.a_mention(citing.paragraphs.get(), "ref A", Mention.Kind.REF, mrn="09USNATO383")
    read = plain(page(client, "09USNATO383", 404))
    assert "09USNATO383 is not held here." in read
    assert "Mission USNATO, 2009, serial 383." in read
    assert "As feared (ref A)." in read
    assert "Earlier one" in read
    assert "Freedom of Information Act" in read


def test_queries_for_a_number_not_held_stay_within_the_budget(client, django_assert_max_num_queries):
    for serial in range(380, 390):
        if serial != 383:
            make.a_version(f"09USNATO{serial}", tags=["PREL"])
    with django_assert_max_num_queries(QUERIES_NOT_HELD):
        page(client, "09USNATO383", 404)


@pytest.mark.parametrize("address", ["/cables/09USNATO383/", "/cables/09USNATO383/source/"])
def test_withheld_and_absent_answer_the_same(client, address):
    make.a_version("09USNATO380")
    absent = client.get(address)
    make.a_held_version("09USNATO383", paragraphs=["Withheldword."])
    withheld = client.get(address)
    assert withheld.status_code == absent.status_code == 404
    assert withheld.content == absent.content


@pytest.mark.parametrize("garbage", ["nothing", "%00", "9" * 300, "<script>", "..", "09", "STATE"])
def test_garbage_is_plainly_not_found(client, garbage):
    response = client.get(reverse("cable", args=[garbage]))
    assert response.status_code == 404
    assert b"There is nothing at this address." in response.content


def test_number_without_a_year_is_for_go_to_answer(client):
    make.a_version("09STATE95585")
    response = client.get("/cables/STATE 095585/", follow=True)
    assert [status for _, status in response.redirect_chain] == [302, 302]
    assert response.request["PATH_INFO"] == "/cables/09STATE95585/"
