"""The reviewers' pages: who gets in, what a form does, and what it says when it does nothing."""

import re

import pytest

from cables.models import AuditEvent, CableVersion, Decision, Paragraph, SourceText, WithheldText
from cables.reviewing.correcting import correct
from tests.reviewing.acts import paragraph, withheld
from tests.telegrams import telegram
from tests.views.review.conftest import PARAGRAPHS

pytestmark = pytest.mark.django_db

ADDRESS = "/review/cables/08ZENDA412/"
CODES = ["FOIA|b(1)", "EO13526-1.4|1.4(b)"]
SECRET = "Rischenheim"
QUERIES = 17
"""Of a reviewers' page: session, user, roles, cable, version, source and what hangs on them."""


def hidden(html, form):
    """The hidden fields of the form that goes to `form`."""
    body = re.search(rf'<form[^>]*action="[^"]*{form}"[^>]*>(.*?)</form>', html, re.DOTALL)[1]
    tags = re.findall(r'<input type="hidden"[^>]*>', body)
    pairs = [(re.search(r'name="([^"]*)"', t)[1], re.search(r'value="([^"]*)"', t)[1]) for t in tags]
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}


def withhold(client, cable, number=2, **fields):
    """Open the page of a paragraph and send its form."""
    html = client.get(f"{ADDRESS}{paragraph(cable, number).identity}/").content.decode()
    data = hidden(html, "withhold/") | {"scope": "paragraph", "codes": CODES, "acknowledged": "on"}
    return client.post(f"{ADDRESS}withhold/", data | fields)


def decide(client, decision, act):
    decision.refresh_from_db()
    return client.post(f"/review/decisions/{decision.pk}/", {"act": act, "seen": decision.revision})


# --- Who gets in ------------------------------------------------------------------------------


def test_visitors_are_sent_to_sign_in(client, cable):
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")


def test_importers_and_administrators_are_refused_before_anything_is_looked_up(
    as_, importer, cable, django_user_model
):
    for person in (importer, django_user_model.objects.create_superuser("root")):
        for address in (ADDRESS, "/review/cables/99NOWHERE1/", "/review/", "/review/notes/1/"):
            response = as_(person).get(address)
            assert response.status_code == 403
            assert SECRET not in response.content.decode()


def test_importers_have_the_bytes_until_something_is_decided(as_, importer, reviewer, cable):
    address = f"{ADDRESS}bytes/1/"
    response = as_(importer).get(address)
    assert response.content == bytes(SourceText.objects.get().content)
    withheld(cable, reviewer, 2)
    assert as_(importer).get(address).status_code == 403
    assert as_(reviewer).get(address).status_code == 200


def test_queries_of_a_page_stay_within_the_budget(as_, reviewer, cable, django_assert_max_num_queries):
    withheld(cable, reviewer, 2)
    client = as_(reviewer)
    for address in (ADDRESS, f"{ADDRESS}2/", "/review/"):
        with django_assert_max_num_queries(QUERIES):
            assert client.get(address).status_code == 200


# --- Reading ----------------------------------------------------------------------------------


def test_reviewers_see_the_whole_text_and_what_is_kept_of_it(as_, reviewer, cable):
    withheld(cable, reviewer, 2, "smuggler Rischenheim")
    html = as_(reviewer).get(ADDRESS).content.decode()
    assert re.search(r'class="kept">.*?smuggler Rischenheim.*?1\.4\(b\), \(b\)\(1\)', html, re.DOTALL)


def test_the_public_page_is_the_same_for_reviewers_but_for_the_way_in(as_, reviewer, client, cable):
    withheld(cable, reviewer, 2)
    html = as_(reviewer).get("/cables/08ZENDA412/").content.decode()
    assert SECRET not in html
    assert 'href="/review/cables/08ZENDA412/2/"' in html
    assert "/review/" not in client.get("/cables/08ZENDA412/").content.decode()


def test_number_in_any_spelling_leads_to_the_page_for_reviewers(as_, reviewer, cable):
    withheld(cable, reviewer, scope="cable", acknowledged=False)
    response = as_(reviewer).get("/review/search/?q=08 Zenda 000412")
    assert response["Location"] == ADDRESS
    response = as_(reviewer).get("/review/search/?q=09ZENDA1", follow=True)
    assert "No cable has the number “09ZENDA1”" in response.content.decode()


# --- Withholding ------------------------------------------------------------------------------


def test_form_withholds_the_paragraph_and_says_so(as_, client, reviewer, cable):
    response = withhold(as_(reviewer), cable)
    assert (response.status_code, response["Location"]) == (303, f"{ADDRESS}#i2")
    html = client.get("/cables/08ZENDA412/").content.decode()
    assert SECRET not in html
    assert "[withheld 1.4(b), (b)(1)]" in html
    assert 'data-paragraph="2" data-level="C"' in html


def test_form_finds_words_that_stand_once_without_a_script(as_, reviewer, cable):
    assert withhold(as_(reviewer), cable, scope="passage", words="smuggler").status_code == 303
    assert SECRET in Paragraph.objects.get(number=2).text


def test_words_that_stand_twice_ask_which(as_, reviewer, cable):
    response = withhold(as_(reviewer), cable, scope="passage", words="paid")
    assert response.status_code == 422
    assert "These words stand 2 times" in response.content.decode()
    assert withhold(as_(reviewer), cable, scope="passage", words="paid", nth="2").status_code == 303
    assert Paragraph.objects.get(number=2).text.startswith("The smuggler Rischenheim paid him, and ⟦")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"codes": []}, "Choose at least one code"),
        ({"codes": ["FOIA|b(1)"]}, "FOIA (b)(1) needs a reason"),
        ({"codes": ["FOIA|b(77)"]}, "b(77) is not one of the available choices"),
        ({"scope": "passage", "words": ""}, "Choose the words to withhold"),
        ({"scope": "passage", "words": "not there"}, "do not stand in the paragraph"),
        ({"scope": "passage", "words": "smug", "start": "4", "end": "5"}, None),
    ],
)
def test_refused_form_comes_back_with_everything_in_it(as_, reviewer, cable, fields, sentence):
    response = withhold(as_(reviewer), cable, **fields)
    if sentence is None:
        assert response.status_code == 303
        return
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html.replace("&#x27;", "'")
    assert "Nothing was done." in html
    for code in fields.get("codes", CODES):
        if code != "FOIA|b(77)":
            assert re.search(rf'value="{re.escape(code)}" checked', html)
    assert not Decision.objects.exists()


def test_withholding_an_unclassified_paragraph_asks_and_then_does_it(as_, reviewer, cable):
    client = as_(reviewer)
    response = withhold(client, cable, 1, codes=["FOIA|b(6)"])
    assert response.status_code == 422
    assert "Withhold it all the same" in response.content.decode()
    assert withhold(client, cable, 1, codes=["FOIA|b(6)"], sure="on").status_code == 303


def test_stale_form_answers_with_both_texts(as_, reviewer, other_reviewer, cable):
    client = as_(reviewer)
    html = client.get(f"{ADDRESS}2/").content.decode()
    withheld(cable, other_reviewer, 2, "smuggler")
    data = hidden(html, "withhold/") | {"scope": "passage", "words": "Rischenheim paid", "codes": CODES}
    response = client.post(f"{ADDRESS}withhold/", data)
    assert response.status_code == 409
    body = response.content.decode()
    assert "Somebody has decided about this since you opened the page." in body
    assert "Rischenheim paid</blockquote>" in body
    assert "Withheld by ben" in body
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(("address", "gone"), [("subject/", "HARBOUR DUES"), ("whole/", SECRET)])
def test_subject_and_whole_cable_have_forms_of_their_own(as_, client, reviewer, cable, address, gone):
    person = as_(reviewer)
    html = person.get(ADDRESS + address).content.decode()
    data = hidden(html, "withhold/") | {"codes": CODES, "acknowledged": "on"}
    assert person.post(f"{ADDRESS}withhold/", data).status_code == 303
    html = client.get("/cables/08ZENDA412/").content.decode()
    assert gone.lower() not in html.lower()
    assert "withheld" in html


def test_cable_withheld_whole_and_acknowledged_says_so_at_its_address(as_, client, reviewer, cable):
    withheld(cable, reviewer, scope="cable")
    response = client.get("/cables/08ZENDA412/")
    assert response.status_code == 200
    assert "is withheld in full" in response.content.decode()
    assert client.get("/cables/").content.decode().count("data-result") == 0


def test_cable_withheld_whole_and_not_acknowledged_answers_as_if_it_were_not_held(client, reviewer, cable):
    withheld(cable, reviewer, scope="cable", acknowledged=False)
    for address in ("/cables/08ZENDA{}/", "/cables/08ZENDA{}/source/", "/cables/08ZENDA{}.txt"):
        answer, absent = (client.get(address.format(serial)) for serial in (412, 413))
        assert answer.status_code == absent.status_code == 404
        assert answer.content.replace(b"412", b"413") == absent.content


# --- Release ----------------------------------------------------------------------------------


def test_second_person_releases_what_the_first_proposed(as_, client, reviewer, officer, cable):
    decision = withheld(cable, reviewer, 2)
    assert decide(as_(reviewer), decision, "propose").status_code == 303
    assert SECRET not in client.get("/cables/08ZENDA412/").content.decode()
    assert decide(as_(officer), decision, "confirm").status_code == 303
    assert SECRET in client.get("/cables/08ZENDA412/").content.decode()
    actions = ["withheld", "release proposed", "released"]
    assert list(AuditEvent.objects.values_list("action", flat=True)) == actions


def test_nobody_confirms_what_they_proposed(as_, client, officer, cable):
    decision = withheld(cable, officer, 2)
    person = as_(officer)
    decide(person, decision, "propose")
    assert "Confirm the release" not in person.get(ADDRESS).content.decode()
    response = decide(person, decision, "confirm")
    assert response.status_code == 422
    assert "another person has to confirm it" in response.content.decode()
    assert SECRET not in client.get("/cables/08ZENDA412/").content.decode()


def test_stale_act_on_a_decision_changes_nothing(as_, reviewer, officer, cable):
    decision = withheld(cable, reviewer, 2)
    seen = decision.revision
    decide(as_(reviewer), decision, "propose")
    response = as_(officer).post(f"/review/decisions/{decision.pk}/", {"act": "propose", "seen": seen})
    assert response.status_code == 409
    assert "Somebody has acted on this decision" in response.content.decode()


def test_recall_takes_a_release_back_at_once(as_, client, reviewer, officer, cable):
    decision = withheld(cable, reviewer, 2)
    decide(as_(reviewer), decision, "propose")
    decide(as_(officer), decision, "confirm")
    assert decide(as_(reviewer), decision, "recall").status_code == 303
    assert SECRET not in client.get("/cables/08ZENDA412/").content.decode()


@pytest.mark.parametrize("data", [{}, {"act": "destroy", "seen": "1"}, {"act": "propose", "seen": "x"}])
def test_form_that_is_not_ours_is_refused(as_, reviewer, cable, data):
    decision = withheld(cable, reviewer, 2)
    assert as_(reviewer).post(f"/review/decisions/{decision.pk}/", data).status_code == 400


# --- Held versions ----------------------------------------------------------------------------


def test_held_version_shows_what_has_no_place_in_it_and_takes_it(
    as_, client, import_text, reviewer, officer, cable
):
    decision = withheld(cable, reviewer, 2)
    import_text(telegram(paragraphs=(*PARAGRAPHS[:2], "3. (C) Comment: He asked for more time.")))
    assert CableVersion.objects.get(ordinal=2).state == "held"
    person = as_(reviewer)
    html = person.get(ADDRESS).content.decode()
    assert "Place it in paragraph 2, where it stands" in html
    hold = Decision.objects.holds().get()
    decide(person, hold, "propose")
    response = decide(as_(officer), hold, "confirm")
    assert response.status_code == 422
    assert "Place it first" in response.content.decode()
    html = person.get(ADDRESS).content.decode()
    assert person.post(f"{ADDRESS}place/", hidden(html, "place/")).status_code == 303
    decide(person, hold, "propose")
    assert decide(as_(officer), hold, "confirm").status_code == 303
    html = client.get("/cables/08ZENDA412/").content.decode()
    assert "more time" in html
    assert SECRET not in html
    assert decision.is_live


def test_place_chosen_on_a_stale_page_changes_nothing(as_, import_text, reviewer, other_reviewer, cable):
    withheld(cable, reviewer, 2)
    import_text(telegram(paragraphs=(*PARAGRAPHS[:2], "3. (C) Comment: He asked for more time.")))
    html = as_(reviewer).get(ADDRESS).content.decode()
    form = hidden(html, "place/")
    assert as_(other_reviewer).post(f"{ADDRESS}place/", form).status_code == 303
    response = as_(reviewer).post(f"{ADDRESS}place/", form | {"absent": "on"})
    assert response.status_code == 409
    assert "since you opened the page" in response.content.decode()
    assert not WithheldText.objects.filter(absent=True).exists()


def test_correction_that_waits_is_accepted_as_it_was_seen(as_, client, reviewer, importer, cable):
    withheld(cable, reviewer, 2)
    correct(cable, "subject", "HARBOUR FEES", "The typist erred.", importer)
    reader = as_(reviewer)
    opened = hidden(reader.get(ADDRESS).content.decode(), "accept/")
    correct(cable, "subject", "HARBOUR FEEDS", "Worse.", importer)
    for fields in (opened, {}, {"seen": "x"}, {"seen": "9" * 20}):
        answer = reader.post(f"{ADDRESS}accept/", fields, follow=True).content.decode()
        assert "changed since you opened the page" in answer
        assert "HARBOUR FEE" not in client.get("/cables/08ZENDA412/").content.decode()
    reader.post(f"{ADDRESS}accept/", hidden(reader.get(ADDRESS).content.decode(), "accept/"))
    assert CableVersion.objects.get().subject == "HARBOUR FEEDS"


# --- Notes ------------------------------------------------------------------------------------


def write(client, cable, source, visibility="all", number=3, **fields):
    html = client.get(f"{ADDRESS}{paragraph(cable, number).identity}/").content.decode()
    data = hidden(html, "annotate/") | {"source": source, "visibility": visibility}
    return client.post(f"{ADDRESS}annotate/", data | fields)


def test_note_for_all_readers_stands_beside_its_paragraph(as_, client, reviewer, cable):
    response = write(as_(reviewer), cable, "See **also** <b>this</b>.", words="asked for time")
    assert response.status_code == 303
    html = client.get("/cables/08ZENDA412/").content.decode()
    assert "Reviewer’s note" in html
    assert "<strong>also</strong> &lt;b&gt;this&lt;/b&gt;" in html
    assert "asked for time</bdi>" in html
    assert "ada" not in re.sub(r"<[^>]*>", "", html)


def test_note_is_edited_answered_and_deleted(as_, client, reviewer, other_reviewer, cable):
    address = write(as_(reviewer), cable, "First words")["Location"]
    note = re.search(r"#n(\d+)", address)[1]
    person = as_(reviewer)
    edited = {"act": "edit", "source": "Second words", "visibility": "all", "seen": "1"}
    assert person.post(f"/review/notes/{note}/", edited).status_code == 303
    assert "Second words" in client.get("/cables/08ZENDA412/").content.decode()
    answer = {"act": "reply", "source": "An answer", "visibility": "all"}
    assert as_(other_reviewer).post(f"/review/notes/{note}/", answer).status_code == 303
    assert "An answer" in client.get("/cables/08ZENDA412/").content.decode()
    assert person.post(f"/review/notes/{note}/", {"act": "delete", "seen": "2"}).status_code == 303
    html = client.get("/cables/08ZENDA412/").content.decode()
    assert "Second words" not in html


def test_stale_edit_of_a_note_gives_both_texts_back(as_, reviewer, cable):
    note = re.search(r"#n(\d+)", write(as_(reviewer), cable, "First words")["Location"])[1]
    person = as_(reviewer)
    for source, status in (("Second words", 303), ("Third words", 409)):
        data = {"act": "edit", "source": source, "visibility": "all", "seen": "1"}
        response = person.post(f"/review/notes/{note}/", data)
        assert response.status_code == status
    html = response.content.decode()
    assert "Second words</pre>" in html
    assert "Third words</textarea>" in html


def test_nobody_opens_anothers_own_note_or_edits_one(as_, reviewer, other_reviewer, cable):
    own = re.search(r"#n(\d+)", write(as_(reviewer), cable, "Mine", "me")["Location"])[1]
    shared = re.search(r"#n(\d+)", write(as_(reviewer), cable, "Ours", "reviewers")["Location"])[1]
    other = as_(other_reviewer)
    assert other.get(f"/review/notes/{own}/").status_code == 404
    data = {"act": "edit", "source": "Theirs", "visibility": "all", "seen": "1"}
    response = other.post(f"/review/notes/{shared}/", data)
    assert response.status_code == 422
    assert "Only its author changes a note." in response.content.decode()


def test_note_that_is_too_long_comes_back_unshortened(as_, reviewer, cable):
    long = "word " * 4000
    response = write(as_(reviewer), cable, long)
    assert response.status_code == 422
    assert long.strip() in response.content.decode()
