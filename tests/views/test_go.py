"""/go/: from a number in any spelling to the cable."""

import html

import pytest

from cables.models import FormerNumber
from tests.factories import a_held_version, a_version

pytestmark = pytest.mark.django_db


def leads_to(client, asked):
    response = client.get("/go/", {"q": asked})
    return response.status_code, response.get("Location")


@pytest.mark.parametrize(
    "asked",
    ["08ZENDA412", "08 zenda 412", "2008ZENDA00412", "ZENDA 412 (08)", "  08ZENDA412\n", "ZENDA 00412"],
)
def test_any_spelling_leads_to_the_one_holder(client, asked):
    a_version("08ZENDA412")
    assert leads_to(client, asked) == (302, "/cables/08ZENDA412/")


def test_number_with_a_year_that_is_not_held_leads_to_its_page_of_help(client):
    a_version("08ZENDA412")
    assert leads_to(client, "07 ZENDA 412") == (302, "/cables/07ZENDA412/")


def test_number_without_a_year_and_several_holders_is_a_choice(client):
    a_version("08ZENDA412")
    a_version("79ZENDA412")
    a_version("08ZENDA413")
    response = client.get("/go/", {"q": "ZENDA 412"})
    text = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert "<title>2 cables are numbered ZENDA 412" in text
    assert 'data-result="79ZENDA412"' in text
    assert 'data-result="08ZENDA412"' in text
    assert "08ZENDA413" not in text


def test_held_cables_are_no_holders(client):
    a_version("08ZENDA412")
    a_held_version("79ZENDA412")
    assert leads_to(client, "ZENDA 412") == (302, "/cables/08ZENDA412/")


def test_number_without_a_year_and_without_a_holder_is_searched_for(client):
    a_held_version("79ZENDA412")
    assert leads_to(client, "ZENDA 412") == (302, "/cables/?q=ZENDA+412")


def renumbered(former, now):
    version = a_version(now)
    FormerNumber.objects.create(cable=version.cable, mrn=former)
    return version


@pytest.mark.parametrize("asked", ["08 ZENDA 412", "ZENDA 412", "zenda 00412"])
def test_number_that_was_corrected_leads_to_the_cable(client, asked):
    renumbered("08ZENDA412", "08ZENDA421")
    a_version("08ZENDA413")
    response = client.get("/go/", {"q": asked}, follow=True)
    assert response.redirect_chain[-1][0] == "/cables/08ZENDA421/"
    assert response.status_code == 200


def test_number_that_was_corrected_and_is_anothers_now_is_the_others(client):
    renumbered("08ZENDA412", "08ZENDA421")
    a_version("08ZENDA412")
    assert leads_to(client, "ZENDA 412") == (302, "/cables/08ZENDA412/")


def test_number_that_was_corrected_is_a_choice_with_that_of_another_year(client):
    renumbered("08ZENDA412", "08ZENDA421")
    a_version("79ZENDA412")
    text = html.unescape(client.get("/go/", {"q": "ZENDA 412"}).content.decode())
    assert 'data-result="79ZENDA412"' in text
    assert 'data-result="08ZENDA421"' in text
    assert "<title>2 cables are, or were, numbered ZENDA 412" in text


def test_number_that_was_corrected_twice_leads_to_one_cable(client):
    FormerNumber.objects.create(cable=renumbered("08ZENDA412", "09ZENDA421").cable, mrn="07ZENDA412")
    assert leads_to(client, "ZENDA 412") == (302, "/cables/09ZENDA421/")


def test_former_number_of_a_held_cable_and_a_held_holder_tell_nothing(client):
    FormerNumber.objects.create(cable=a_held_version("08ZENDA421").cable, mrn="08ZENDA412")
    assert leads_to(client, "ZENDA 412") == (302, "/cables/?q=ZENDA+412")
    renumbered("79ZENDA412", "79ZENDA421")
    a_held_version("79ZENDA412")
    assert leads_to(client, "ZENDA 412") == (302, "/cables/79ZENDA421/")


def test_unnumbered_key_leads_to_its_cable(client):
    a_version("unnumbered-000123")
    assert leads_to(client, "Unnumbered-000123") == (302, "/cables/unnumbered-000123/")


@pytest.mark.parametrize("asked", ["harbor dues", "412", "%", "<script>"])
def test_what_is_no_number_is_searched_for(client, asked):
    status, location = leads_to(client, asked)
    assert status == 302
    assert location.startswith("/cables/?q=")


@pytest.mark.parametrize("asked", ["", "   ", "\x00"])
def test_nothing_leads_to_the_list(client, asked):
    assert leads_to(client, asked) == (302, "/cables/")


@pytest.mark.parametrize("asked", ["x" * 10_000, "ZENDA " + "9" * 40, "08ZENDA999999999", "\x00ZENDA\x00412"])
def test_hostile_numbers_are_no_error(client, asked):
    assert leads_to(client, asked)[0] == 302


def test_several_holders_cost_few_queries(client, django_assert_max_num_queries):
    for year in range(70, 80):
        a_version(f"{year}ZENDA412")
    with django_assert_max_num_queries(8):
        assert client.get("/go/?q=ZENDA+412").status_code == 200


def test_too_long_a_question_is_said_to_be_on_the_list(client):
    for asked in ("x" * 10_000, "x" * 300 + " y"):
        response = client.get("/go/", {"q": asked}, follow=True)
        assert "Only the first 300 characters were searched." in response.content.decode()
