import pytest

from cables.importing.reference import load_reference

pytestmark = pytest.mark.django_db


def test_every_table_is_explained_with_an_anchor(client, django_assert_max_num_queries):
    load_reference()
    with django_assert_max_num_queries(3):
        html = client.get("/about/markings/").content.decode()
    for place in (
        "classification-secret",
        "caption-sipdis",
        "control-noforn",
        "portion-c-nf",
        "precedence-flash",
    ):
        assert f'id="{place}"' in html
    assert "Foreign government information" in html
    assert html.count('id="') == len(set(_ids(html)))


def test_empty_tables_still_have_a_page(client):
    assert client.get("/about/markings/").status_code == 200


def _ids(html):
    return [part.partition('"')[0] for part in html.split('id="')[1:]]
