"""Who has a page open asks again with its ETag, and is sent what is public now."""

import pytest
from django.urls import resolve

from cables.importing.batches import import_paths
from cables.models import Cable, Collection
from cables.visibility import Role
from tests.factories import a_post, a_tag
from tests.people import a_user
from tests.proofs.addresses import in_resolver
from tests.reviewing.acts import released, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
SECRET = "Rischenheim"
ADDRESSES = [
    "/",
    "/cables/",
    "/cables/?q=harbour",
    "/cables/?q=smuggler",
    "/cables/?tag=PREL&sort=sent",
    "/cables/feed.atom",
    "/cables/feed.atom?q=smuggler",
    "/cables/export.csv",
    "/cables/export.csv?q=smuggler",
    "/cables/export.jsonl",
    "/cables/08ZENDA412/",
    "/cables/08ZENDA412/source/",
    "/cables/08ZENDA412/history/",
    "/cables/08ZENDA412.txt",
    "/cables/08ZENDA413/",  # which cites it, and shows its subject
    "/tags/PREL/",
    "/posts/ZENDA/",
    "/collections/harbours/",
    "/go/?q=ZENDA+412",  # two cables have this number, of two years
]

WITHOUT_CABLES = {"facet", "tag-list", "post-list", "markings", "sign-in", "login"}
"""Public views that show nothing of a cable but how many have a tag or a post."""

AFTERWARDS = {
    ("cable", "/cables/08ZENDA412/source/"): 404,
    ("cable", "/cables/08ZENDA412/history/"): 404,
    ("cable", "/cables/08ZENDA412.txt"): 404,
    ("cable", "/go/?q=ZENDA+412"): 302,  # one cable has the number now
    ("cable, not acknowledged", "/cables/08ZENDA412/"): 404,
    ("cable, not acknowledged", "/cables/08ZENDA412/source/"): 404,
    ("cable, not acknowledged", "/cables/08ZENDA412/history/"): 404,
    ("cable, not acknowledged", "/cables/08ZENDA412.txt"): 404,
    ("cable, not acknowledged", "/go/?q=ZENDA+412"): 302,
}
"""What is answered with another status than 200 while something is withheld."""


@pytest.fixture(autouse=True)
def cable(db, tmp_path):
    a_post(), a_tag()
    secret = ("1. (U) The harbour master called.", f"2. (C) The smuggler {SECRET} paid his harbour dues.")
    texts = [
        telegram(subject=f"HARBOUR DUES OF {SECRET.upper()}", paragraphs=secret),
        telegram(serial=413, dtg="151520Z AUG 08", ref="08 ZENDA 412", paragraphs=["1. (U) See reftel."]),
        telegram(dtg="141520Z AUG 07"),
    ]
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.txt").write_text(text)
    results = list(import_paths([tmp_path], Collection.objects.create(name="Harbours", slug="harbours")))
    assert [result.outcome for result in results] == ["new"] * 3
    return Cable.objects.get(pk=results[0].cable)


@pytest.fixture
def people():
    return a_user(Role.REVIEWER), a_user(Role.RELEASE_OFFICER)


def shows_secret(response):
    return SECRET.lower() in response.body.decode().lower()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("scope", ["text", "cable", "cable, not acknowledged"])
def test_next_request_is_sent_what_is_public_now(client, cable, people, address, scope):
    reviewer, officer = people

    def ask_again(before):
        response = client.get(address, headers={"If-None-Match": before.get("ETag", '""')})
        response.body = response.getvalue()  # at once: what is sent while it is read can be read once
        return response

    first = ask_again({})
    assert first.status_code == 200
    assert shows_secret(first)

    if scope == "text":
        decisions = [withheld(cable, reviewer, scope="subject"), withheld(cable, reviewer, 2)]
    else:
        decisions = [withheld(cable, reviewer, scope="cable", acknowledged=scope == "cable")]
    second = ask_again(first)
    assert second.status_code == AFTERWARDS.get((scope, address), 200)
    assert not shows_secret(second)

    for decision in decisions:
        decision.refresh_from_db()
        released(decision, reviewer, officer)
    third = ask_again(second)
    assert third.status_code == 200
    assert third.body == first.body
    assert ask_again(third).status_code == (200 if third.streaming else 304)


def test_every_public_address_that_shows_a_cable_is_asked():
    """A new view with a cable on it belongs on the list above."""
    asked = {resolve(address.split("?")[0]).view_name for address in ADDRESSES}
    public = {
        pattern.name
        for _, pattern in in_resolver()
        if pattern.name and getattr(pattern.callback, "login_required", True) is False
    }
    assert asked == public - WITHOUT_CABLES
