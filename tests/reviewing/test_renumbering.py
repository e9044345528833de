"""A corrected number: the address moves for good, links follow it, and the import knows the cable again."""

import pytest

from cables.models import AuditEvent, Cable, CableVersion, Finding, FormerNumber, Mention, Override, Reference
from cables.reviewing.correcting import correct
from cables.reviewing.placing import accept_anew
from cables.reviewing.refusals import Refused
from tests.reviewing.acts import public_rows, released, what_is_shown, withheld
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called. See paragraph 2.",
    "2. (C) The smuggler Rischenheim paid him.",
)
WHY = "Two figures were exchanged."
pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


def renumbered(cable, importer, number="08ZENDA421"):
    correct(cable, "number", number, WHY, importer)
    return Cable.objects.get(pk=cable.pk)


def test_key_parts_and_record(cable, importer):
    now = renumbered(cable, importer, " 2008 zenda 00421")
    assert (now.mrn, now.year, now.post, now.serial) == ("08ZENDA421", 2008, "ZENDA", 421)
    override = Override.objects.get()
    assert (override.field, override.value, override.reason) == ("number", "08ZENDA421", WHY)
    events = list(AuditEvent.objects.values_list("action", "mrn", "details"))
    assert events == [
        ("corrected", "08ZENDA412", {"field": "number", "waits": False}),
        ("number taken", "08ZENDA412", {"cable": cable.pk}),
        ("number given", "08ZENDA421", {"cable": cable.pk}),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/cables/08ZENDA412/", "/cables/08ZENDA421/"),
        ("/cables/08ZENDA412/source/", "/cables/08ZENDA421/source/"),
        ("/cables/08ZENDA412/history/", "/cables/08ZENDA421/history/"),
        ("/cables/08ZENDA412.txt", "/cables/08ZENDA421.txt"),
    ],
)
def test_every_address_leads_to_the_new_one_for_good(cable, importer, client, old, new):
    renumbered(cable, importer)
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200
    assert client.get("/go/?q=ZENDA+412+2008", follow=True).redirect_chain[-1][0] in (
        new,
        "/cables/08ZENDA421/",
    )


@pytest.mark.parametrize("rest", ["", "1/", "subject/", "whole/", "bytes/1/"])
def test_pages_of_reviewers_too_with_their_query(cable, importer, reviewer, client, rest):
    renumbered(cable, importer)
    client.force_login(reviewer)
    response = client.get(f"/review/cables/08ZENDA412/{rest}?version=1")
    assert response.status_code == 301
    assert response["Location"] == f"/review/cables/08ZENDA421/{rest}?version=1"
    assert client.get(response["Location"]).status_code == 200
    assert client.get("/review/search/?q=ZENDA+412+2008").status_code == 302
    assert client.get("/review/search/?q=08ZENDA412")["Location"] == "/review/cables/08ZENDA421/"


def test_form_made_before_the_correction_is_not_lost(cable, importer, reviewer, client):
    seen = renumbered(cable, importer).revision
    client.force_login(reviewer)
    form = {"version": 1, "seen": seen, "scope": "subject", "codes": ["FOIA|b(1)", "EO13526-1.4|1.4(b)"]}
    response = client.post("/review/cables/08ZENDA412/withhold/", form | {"acknowledged": "on"})
    assert (response.status_code, response["Location"]) == (303, "/review/cables/08ZENDA421/")
    assert CableVersion.objects.get().subject == ""


def test_several_corrections_all_lead_to_the_last(cable, importer, client):
    renumbered(cable, importer)
    renumbered(cable, importer, "08ZENDA433")
    for old in ("08ZENDA412", "08ZENDA421"):
        assert client.get(f"/cables/{old}/")["Location"] == "/cables/08ZENDA433/"
    renumbered(cable, importer, "08ZENDA412")
    assert client.get("/cables/08ZENDA412/").status_code == 200
    assert set(FormerNumber.objects.values_list("mrn", flat=True)) == {"08ZENDA421", "08ZENDA433"}


def test_unnumbered_cable_gets_its_number(import_text, importer, client):
    cable = import_text("SUBJECT: HARBOUR DUES\n\n1. (C) He called.\n2. (C) He left.\n")
    assert cable.mrn.startswith("unnumbered-")
    old = cable.mrn
    now = renumbered(cable, importer)
    assert (now.mrn, now.serial) == ("08ZENDA421", 421)
    assert client.get(f"/cables/{old}/")["Location"] == "/cables/08ZENDA421/"
    assert client.get(f"/go/?q={old}")["Location"] == f"/cables/{old}/"
    assert not Finding.objects.filter(code="no-number").exists()


def test_links_of_others_follow_both_ways(cable, importer, import_text):
    cites = "1. (C) ZENDA 412 and ZENDA 421 say so."
    other = import_text(telegram(serial=500, ref="ZENDA 412", paragraphs=(cites,)))
    third = import_text(telegram(serial=501, ref="ZENDA 421", paragraphs=("1. (U) Nothing.",)))

    def linked():
        references = Reference.objects.exclude(target=None).values_list("version__cable", "mrn", "target")
        mentions = Mention.objects.exclude(target=None).values_list("version__cable", "mrn", "target")
        return {*references}, {*mentions}

    old, new = (other.pk, "08ZENDA412", cable.pk), (other.pk, "08ZENDA421", cable.pk)
    of_third = (third.pk, "08ZENDA421", cable.pk)
    assert linked() == ({old}, {old})
    renumbered(cable, importer)
    assert linked() == ({of_third}, {new})
    renumbered(cable, importer, "08ZENDA412")
    assert linked() == ({old}, {old})


@pytest.mark.parametrize("number", ["", "ZENDA 421", "a harbour", "08ZENDA", "9" * 200])
def test_number_that_is_not_whole_is_refused(cable, importer, number):
    with pytest.raises(Refused, match="is no whole cable number; write year, post and serial"):
        renumbered(cable, importer, number)


def test_number_of_another_cable_is_refused_and_named(cable, importer, import_text):
    import_text(telegram(serial=421))
    with pytest.raises(Refused, match=r"^08ZENDA421 is the number of another cable that is here"):
        renumbered(cable, importer)
    with pytest.raises(Refused, match="is the cable's number already"):
        renumbered(cable, importer, "08ZENDA412")
    assert not Override.objects.exists()
    assert not FormerNumber.objects.exists()


# --- What comes in later ----------------------------------------------------------------------


def test_same_bytes_again_are_unchanged(cable, importer, import_text):
    renumbered(cable, importer)
    before = what_is_shown()
    assert import_text(telegram(paragraphs=PARAGRAPHS)) == cable
    assert what_is_shown() == before


def test_same_bytes_without_a_number_are_unchanged(import_text, importer):
    text = "SUBJECT: HARBOUR DUES\n\n1. (C) He called.\n2. (C) He left.\n"
    cable = import_text(text)
    renumbered(cable, importer)
    assert import_text(text) == cable
    assert CableVersion.objects.count() == 1


def test_corrected_copy_with_the_old_number_is_a_version_of_the_cable(cable, importer, import_text):
    renumbered(cable, importer)
    assert import_text(telegram(paragraphs=(*PARAGRAPHS, "3. (C) He left."))) == cable
    assert (Cable.objects.get().mrn, cable.versions.count()) == ("08ZENDA421", 2)


def test_copy_with_the_new_number_is_a_version_of_the_cable(cable, importer, import_text):
    renumbered(cable, importer)
    assert import_text(telegram(serial=421, paragraphs=PARAGRAPHS)) == cable
    assert cable.versions.count() == 2


def test_telegram_that_truly_has_the_old_number_is_a_cable_of_its_own(cable, importer, import_text, client):
    renumbered(cable, importer)
    other = import_text(
        telegram(subject="FISH", paragraphs=("1. (U) Herring is dear.", "2. (U) Cod is not."))
    )
    assert (other.mrn, Cable.objects.count()) == ("08ZENDA412", 2)
    assert "Herring is dear" in client.get("/cables/08ZENDA412/").content.decode()
    assert import_text(telegram(paragraphs=PARAGRAPHS)) == cable
    assert CableVersion.objects.count() == 2


# --- With something withheld ------------------------------------------------------------------


def test_it_waits_until_the_decisions_are_placed_again(cable, importer, reviewer, client):
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    assert renumbered(cable, importer).mrn == "08ZENDA412"
    assert what_is_shown() == before
    assert client.get("/cables/08ZENDA421/").status_code == 404
    accept_anew(cable, reviewer)
    assert client.get("/cables/08ZENDA412/")["Location"] == "/cables/08ZENDA421/"
    assert "Rischenheim" not in public_rows()
    actions = list(AuditEvent.objects.values_list("action", "mrn"))
    assert actions[-2:] == [("number taken", "08ZENDA412"), ("number given", "08ZENDA421")]


def test_waiting_number_that_another_has_taken_is_told(cable, importer, reviewer, import_text):
    withheld(cable, reviewer, 2)
    renumbered(cable, importer)
    import_text(telegram(serial=421))
    with pytest.raises(Refused, match="08ZENDA421 is the number of another cable"):
        accept_anew(cable, reviewer)
    renumbered(cable, importer, "08ZENDA422")
    accept_anew(cable, reviewer)
    assert Cable.objects.get(pk=cable.pk).mrn == "08ZENDA422"


def test_number_that_repeats_what_is_withheld_is_not_given(cable, importer, reviewer, officer, import_text):
    cable = import_text(telegram(serial=600, paragraphs=(PARAGRAPHS[0], "2. (C) See 08ZENDA0666 of May.")))
    decision = withheld(cable, reviewer, 2, "08ZENDA0666")
    renumbered(cable, importer, "08ZENDA666")
    accept_anew(cable, reviewer)
    released(decision, reviewer, officer)
    assert Cable.objects.get(pk=cable.pk).mrn == "08ZENDA666"


def test_hidden_cable_answers_at_its_old_number_as_one_that_is_not_here(cable, importer, reviewer, client):
    renumbered(cable, importer)
    withheld(cable, reviewer, scope="cable", acknowledged=False)
    hidden = client.get("/cables/08ZENDA412/")
    assert (hidden.status_code, "08ZENDA421" in hidden.content.decode()) == (404, False)


def test_cable_withheld_and_acknowledged_is_led_to(cable, importer, reviewer, client):
    renumbered(cable, importer)
    withheld(cable, reviewer, scope="cable")
    assert client.get("/cables/08ZENDA412/")["Location"] == "/cables/08ZENDA421/"


def test_other_text_under_the_old_number_is_held_while_something_is_withheld(
    cable, importer, reviewer, import_text
):
    """It may repeat the words, and nobody has looked."""
    renumbered(cable, importer)
    withheld(cable, reviewer, 2)
    text = ("1. (U) Herring is dear.", "2. (U) Cod is not.", "3. (U) Rischenheim eats both.")
    other = import_text(telegram(subject="FISH", paragraphs=text))
    assert other != cable
    assert other.versions.get().state == "held"
    assert "Rischenheim" not in public_rows()
