"""Every address × method × role answers as addresses.toml says, and what it does not say fails."""

import dataclasses

import pytest
from django.urls import path

from tests.proofs import matrix
from tests.proofs.addresses import METHODS, ROLES, read
from tests.proofs.conftest import SHORTEST
from tests.proofs.visiting import visitors

ASKED = ("reviewer",) if SHORTEST else ROLES
"""On the second engine the sweep asks for everything as anonymous and as importer too."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def all_visitors(people):
    return visitors(people)


def test_every_address_answers_everybody_as_the_table_says(world, addresses, all_visitors):
    found, asked = matrix.wrong(addresses, world.names, all_visitors, roles=ASKED)
    assert not found, "\n".join(found)
    assert asked > 400 * len(ASKED)


# --- The proof can fail -------------------------------------------------------------------------


class Resolver:
    url_patterns = [path("rumours/<int:pk>/", lambda request, pk: None)]


def test_address_without_an_example_fails_with_the_place_to_add_it(addresses):
    missing = [problem for problem in addresses.problems(Resolver()) if problem.startswith("/rumours/<pk>/")]
    assert missing == [
        "/rumours/<pk>/ has no example: nobody knows whether it leaks. "
        'Add a table ["/rumours/<pk>/"] to tests/proofs/addresses.toml, '
        "with addresses to ask and what answers."
    ]


def test_address_that_is_gone_fails(addresses):
    assert "/cables/<mrn>/ stands in" in " ".join(addresses.problems(Resolver()))


def test_missing_method_or_role_fails(addresses):
    page = {method: dict(row) for method, row in addresses.answers["page"].items()}
    del page["DELETE"]
    del page["GET"]["importer"]
    lacking = dataclasses.replace(addresses, answers={**addresses.answers, "page": page})
    name = "tests/proofs/addresses.toml"
    assert f"“page” of {name} has no status of GET for importer." in lacking.problems()
    assert f"“page” of {name} has no status of DELETE for {', '.join(ROLES)}." in lacking.problems()


def test_page_that_lets_somebody_in_is_found(world, addresses, all_visitors, monkeypatch):
    monkeypatch.setattr("cables.views.review.access.may", lambda *_: True)
    of = dataclasses.replace(addresses, examples=tuple(addresses.of("/review/")))
    found, _ = matrix.wrong(of, world.names, all_visitors)
    assert "GET /review/ as importer answers 200; “review_page” of /review/ says 403." in found


def test_file_names_every_method_of_every_answer():
    for name, methods in read().answers.items():
        assert set(methods) == set(METHODS), name
