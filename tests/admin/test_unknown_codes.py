"""The queue of codes that no table knows: what it lists, who may act, and what it answers."""

import pytest
from django.contrib.messages import get_messages

from cables.importing.batches import import_paths
from cables.models import Cable, CableTag, Collection, SettledCode, Tag
from cables.reviewing.unknown_codes import leave
from cables.visibility import Role
from tests.factories import a_post, a_tag
from tests.jobs import working
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
QUEUE, SETTLE = "/admin/cables/tag/unknown/", "/admin/cables/tag/unknown/settle/"
POSTS, SETTLE_POST = "/admin/cables/post/unknown/", "/admin/cables/post/unknown/settle/"


@pytest.fixture
def come_in(db, tmp_path):
    a_tag(), a_post()
    collection = Collection.objects.create(name="Harbours", slug="harbours")

    def do(*texts):
        for n, text in enumerate(texts):
            (tmp_path / f"{n}.txt").write_text(text)
        list(import_paths([tmp_path], collection))

    return do


@pytest.fixture
def importer(client):
    client.force_login(user := a_user(Role.IMPORTER, is_staff=True))
    return user


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def listed(client, address=QUEUE):
    return [each.code for each in client.get(address).context["page"].codes]


def test_queue_lists_the_most_common_first_with_examples(client, importer, come_in):
    come_in(
        telegram(tags="HRBR, PREL"),
        telegram(serial=413, tags="HRBR, LGHT, OVIP (HENTZAU, RUPERT)"),
        telegram(serial=414, tags="HRBR"),
    )
    page = client.get(QUEUE).context["page"]
    assert [(each.code, each.where) for each in page.codes] == [
        ("HRBR", "3 cables"),
        ("LGHT", "1 cable"),
        ("OVIP", "1 cable"),
    ]
    assert [each.shape for each in page.codes] == ["", "", "Its letters suggest a subject."]
    assert [example.mrn for example in page.codes[0].examples] == ["08ZENDA412", "08ZENDA414"]
    html = client.get(QUEUE).content.decode()
    assert 'href="/cables/08ZENDA412/"' in html
    assert 'href="/tags/HRBR/"' in html
    assert "HENTZAU" not in html  # a person is in no table


def test_queue_of_posts_lists_numbers_and_addressees(client, importer, come_in):
    to_strelsau = telegram(serial=413).replace("USMISSION USNATO", "AMEMBASSY STRELSAU")
    come_in(telegram(post="STRELSAU"), to_strelsau, telegram(serial=414))
    found = {each.code: each for each in client.get(POSTS).context["page"].codes}
    assert found["STRELSAU"].where == "1 cable has it in its number, 1 cable is addressed to it"
    assert found["STRELSAU"].shape == "Written AMEMBASSY STRELSAU."
    assert "ZENDA" not in found


def test_what_no_public_cable_carries_is_not_listed(client, importer, come_in):
    come_in(telegram(tags="HRBR"), telegram(serial=413, tags="LGHT", post="STRELSAU"))
    withheld(CableTag.objects.get(code="LGHT").version.cable, a_user(Role.REVIEWER), scope="cable")
    assert listed(client) == ["HRBR"]
    assert "STRELSAU" not in listed(client, POSTS)
    assert client.get(SETTLE, {"code": "LGHT"}).status_code == 404
    answer = client.post(SETTLE, {"code": "LGHT", "verdict": "left"})
    assert answer.status_code == 422
    assert not SettledCode.objects.exists()


def test_settle_as_another_and_put_back(client, importer, come_in):
    come_in(telegram(tags="PRELL"))
    page = client.get(SETTLE, {"code": "PRELL"})
    assert page.context["near"] == [("PREL", "External political relations")]
    answer = client.post(SETTLE, {"code": "PRELL", "verdict": "means", "means": "PREL"})
    assert answer.status_code == 302
    assert said(answer) == ["PRELL means PREL from now on. The cables that carry it are being derived anew."]
    assert listed(client) == []
    assert "are being derived anew" in client.get(QUEUE).content.decode()
    working.work()
    html = client.get(QUEUE).content.decode()
    assert "1 version of a cable was derived anew." in html
    assert CableTag.objects.get().code == "PREL"
    settled = SettledCode.objects.get()
    answer = client.post(QUEUE, {"withdraw": settled.pk})
    assert said(answer)[0].startswith(
        "What was said of PRELL holds no longer: it is in the queue again as soon"
    )
    working.work()
    assert listed(client) == ["PRELL"]


def test_putting_a_post_back_says_that_numbers_stay(client, importer, come_in):
    come_in(telegram(post="ZENNDA"))
    client.post(SETTLE_POST, {"code": "ZENNDA", "verdict": "means", "means": "ZENDA"})
    working.work()
    assert "1 cable got the number that was meant." in client.get(POSTS).content.decode()
    (told,) = said(client.post(POSTS, {"withdraw": SettledCode.objects.get().pk}))
    assert told.endswith(
        "Cables that got another number keep it and carry the code no more: correct them one by one."
    )
    working.work()
    assert Cable.objects.get().mrn == "08ZENDA412"


def test_code_with_signs_of_an_address_can_be_settled(client, importer, come_in):
    come_in(telegram(tags="PREL, HARBOUR & LIGHT #1"))
    (found,) = [each for each in client.get(QUEUE).context["page"].codes if "&" in each.code]
    page = client.get(found.settle_href)
    assert page.status_code == 200
    assert page.context["code"] == found.code


def test_settle_as_one_of_its_own(client, importer, come_in):
    come_in(telegram(tags="HRBR"))
    form = {"code": "HRBR", "verdict": "added", "name": "Harbour masters", "kind": "subject"}
    assert client.post(SETTLE, form).status_code == 302
    assert Tag.objects.get(code="HRBR").name == "Harbour masters"


def test_settle_a_post(client, importer, come_in):
    come_in(telegram(post="STRELSAU"))
    form = {"code": "STRELSAU", "verdict": "added", "name": "Embassy Strelsau", "kind": "embassy"}
    assert client.post(SETTLE_POST, form).status_code == 302
    assert "STRELSAU" not in listed(client, POSTS)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"verdict": "means", "means": "NIXX"}, "“NIXX” is in no table either."),
        ({"verdict": "added", "name": ""}, "Say what HRBR stands for"),
        ({"verdict": "?"}, "Choose one of the three."),
        ({}, "Choose one of the three."),
    ],
)
def test_refusal_keeps_what_was_typed(client, importer, come_in, form, why):
    come_in(telegram(tags="HRBR"))
    answer = client.post(SETTLE, {"code": "HRBR", **form})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert why in html.replace("&quot;", '"')
    assert f'value="{form.get("means", "")}"' in html
    assert not SettledCode.objects.exists()


def test_several_are_left_at_once(client, importer, come_in):
    come_in(telegram(tags="HRBR, LGHT, BUOY"))
    answer = client.post(QUEUE, {"code": ["HRBR", "LGHT", "NEVER"]})
    assert said(answer) == [
        "HRBR and LGHT stay as they are typed, and are asked of no more.",
        "No public cable carries NEVER any more, or somebody has settled it meanwhile.",
    ]
    assert listed(client) == ["BUOY"]
    assert said(client.post(QUEUE, {}))[-1:] == ["Nothing was done: no code was chosen."]
    settled = SettledCode.objects.get(code="HRBR")
    answer = client.post(QUEUE, {"withdraw": settled.pk})
    assert said(answer)[-1:] == ["What was said of HRBR holds no longer: it is in the queue again."]
    assert client.post(QUEUE, {"withdraw": "0"}).status_code == 404


@pytest.mark.parametrize("address", [QUEUE, POSTS])
def test_what_was_said_of_a_code_that_is_withheld_now_is_for_reviewers(client, importer, come_in, address):
    come_in(telegram(post="STRELSAU", tags="HRBR"), telegram(serial=413, post="KOLLIN", tags="LGHT"))
    for table, codes in (("tags", ["HRBR", "LGHT"]), ("posts", ["STRELSAU", "KOLLIN"])):
        for code in codes:
            leave(table, code, importer)
    hidden = CableTag.objects.get(code="LGHT").version.cable
    withheld(hidden, a_user(Role.REVIEWER), scope="cable", acknowledged=False)
    here, gone = ("HRBR", "LGHT") if address == QUEUE else ("STRELSAU", "KOLLIN")
    shown = client.get(address).content.decode()
    assert here in shown
    assert gone not in shown
    client.force_login(a_user(Role.REVIEWER, is_staff=True))
    assert gone in client.get(address).content.decode()


def test_others_look_and_do_not_act(client, come_in):
    come_in(telegram(tags="HRBR"))
    client.force_login(a_user(Role.REVIEWER, is_staff=True))
    page = client.get(QUEUE)
    assert page.status_code == 200
    assert "checkbox" not in page.content.decode().partition('class="import codes"')[2]
    assert client.get(SETTLE, {"code": "HRBR"}).status_code == 403
    assert client.post(QUEUE, {"code": "HRBR"}).status_code == 403
    assert not SettledCode.objects.exists()


@pytest.mark.parametrize(("address", "settle"), [(QUEUE, SETTLE), (POSTS, SETTLE_POST)])
def test_pages_ask_no_more_with_more_codes(
    client, importer, come_in, address, settle, django_assert_max_num_queries
):
    come_in(*(telegram(serial=n, post=f"HARBOUR{chr(65 + n)}", tags=f"HB{chr(65 + n)}X") for n in range(20)))
    assert len(listed(client, address)) >= 20
    with django_assert_max_num_queries(9):
        client.get(address)
    code = listed(client, address)[0]
    with django_assert_max_num_queries(9):
        assert client.get(settle, {"code": code}).status_code == 200


def test_long_queue_has_pages(client, importer, come_in):
    letters = [f"{a}{b}QX" for a in "DFGHIJKL" for b in "ABCDEFG"]
    come_in(telegram(tags=", ".join(letters)))
    first, second = listed(client), listed(client, f"{QUEUE}?p=2")
    assert len(first) == 50
    assert sorted(first + second) == sorted(letters)
    assert listed(client, f"{QUEUE}?p=x") == first


def test_what_was_settled_has_pages_the_newest_first(client, importer, come_in):
    letters = [f"{a}{b}QX" for a in "DFGHIJKL" for b in "ABCDEFG"]
    come_in(telegram(tags=", ".join(letters)))
    for code in letters:
        leave("tags", code, importer)
    newest = client.get(QUEUE).context["page"].settled
    assert [each.code for each in newest] == letters[:-51:-1]
    page = client.get(f"{QUEUE}?settled=2")
    assert [each.code for each in page.context["page"].settled] == letters[5::-1]
    answer = client.post(QUEUE, {"withdraw": newest[0].pk, "p": "1", "settled": "2"})
    assert answer["Location"].endswith("?p=1&settled=2")


def test_lists_of_tables_lead_to_the_queue(client, importer):
    assert QUEUE in client.get("/admin/cables/tag/").content.decode()
    posts = client.get("/admin/cables/post/").content.decode()
    assert POSTS in posts
    assert 'href="#changelist-filter"' in posts
