"""Every action × role × state against tests/visibility.csv, which is written by hand.

What the file does not list is refused. Each rule has two forms, one asked of a thing and one of a
queryset: both are held to the file, for every set of roles a person can have.
"""

import csv
import importlib
from itertools import chain, combinations, product
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import connection

from cables.models import Annotation, Cable, CableVersion, Collection, Decision, GlossaryTerm
from cables.visibility import (
    HELD,
    POLICY,
    PUBLIC,
    Action,
    Role,
    State,
    may,
    may_edit_note,
    may_read_note,
    may_read_version,
    permitted,
    roles_of,
    shown_versions,
    states_for,
    visible_notes,
    visible_versions,
)
from tests.people import a_user
from tests.places import PROJECT

pytestmark = pytest.mark.django_db

with (PROJECT / "tests" / "visibility.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
ALLOWED = {
    (row["action"], role.value, row["state"]) for row in ROWS for role in Role if row[role.value] == "yes"
}
GRANTED = [role for role in Role if role is not Role.READER]
SETS = list(chain.from_iterable(combinations(GRANTED, n) for n in range(len(GRANTED) + 1)))


def people():
    """Everybody there can be, each with the roles that count: (user, roles)."""
    nobody = {Role.READER}
    yield AnonymousUser(), nobody
    yield None, nobody
    for roles in SETS:
        yield a_user(*roles), nobody | set(roles)
        yield a_user(*roles, is_active=False), nobody
        yield a_user(*roles, is_superuser=True), nobody | set(roles) | {Role.ADMINISTRATOR}
        yield a_user(*roles, is_superuser=True, is_active=False), nobody


def allowed(roles, action, state):
    """What the file says of somebody with several roles: whatever one of them may."""
    return any((action.value, role.value, str(state)) in ALLOWED for role in roles)


# --- The table ----------------------------------------------------------------------------------


def test_file_speaks_of_actions_roles_and_states_that_exist_and_of_each_pair_once():
    pairs = [(row["action"], row["state"]) for row in ROWS]
    assert len(pairs) == len(set(pairs))
    assert {action for action, _ in pairs} == {action.value for action in Action} == set(POLICY)
    assert {state for _, state in pairs} == {state.value for state in State}
    assert set(ROWS[0]) == {"action", "state", *(role.value for role in Role)}
    assert {row[role.value] for row in ROWS for role in Role} == {"yes", ""}


@pytest.mark.parametrize("action", Action)
def test_one_role_may_what_the_file_says_and_no_more(action):
    for role, state in product(Role, State):
        user = AnonymousUser() if role is Role.READER else a_user(role)
        # A role beside that of every reader.
        expected = allowed({role, Role.READER}, action, state)
        assert may(user, action, state) is expected, (action, role, state)
        assert (state in states_for(user, action)) is expected, (action, role, state)


def test_everybody_may_what_the_file_says_of_a_thing_and_of_a_queryset():
    for state in State:
        GlossaryTerm.objects.create(term=state, expansion="", meaning="", source="test")
    asked = 0  # so that an empty loop cannot pass
    for user, roles in people():
        for action in Action:
            expected = {state.value for state in State if allowed(roles, action, state)}
            assert {state.value for state in State if may(user, action, state)} == expected
            found = GlossaryTerm.objects.filter(permitted(user, action, "term"))
            assert set(found.values_list("term", flat=True)) == expected, (roles, action)
            asked += len(State)
    assert asked == (2 + 4 * 16) * 19 * 11


def test_state_that_nobody_named_is_refused_to_everybody():
    for user, _ in people():
        for action in Action:
            for state in ("", "draft", "me", "PUBLIC"):
                assert may(user, action, state) is False


def test_action_of_the_site_needs_no_state():
    assert may(a_user(Role.ADMINISTRATOR), Action.GRANT_ROLES) is True
    assert may(a_user(Role.IMPORTER), Action.GRANT_ROLES) is False


def test_column_is_called_state_unless_said():
    CableVersion.objects.create(
        cable=Cable.objects.create(mrn="unnumbered-000001"),
        collection=Collection.objects.create(name="Test", slug="test"),
        ordinal=1,
        state=HELD,
    )
    assert CableVersion.objects.filter(permitted(a_user(Role.REVIEWER), Action.WITHHOLD)).exists()
    assert not CableVersion.objects.filter(permitted(a_user(Role.IMPORTER), Action.WITHHOLD)).exists()


def test_table_of_the_docs_is_the_policy():
    """A cell of docs/accounts.md names the states; a dash says none."""
    lines = (PROJECT / "docs" / "accounts.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    head, *rows = cells
    assert head == ["Who may…", *(role.value for role in Role)]
    assert [action for action, *_ in rows] == [action.value for action in Action]
    for row, action in zip(rows, Action, strict=True):
        for cell, role in zip(row[1:], Role, strict=True):
            states = {state.value for state in POLICY[action].get(role, ())}
            assert set(cell.split(", ")) == (states or {"–"}), (action, role)


# --- Roles --------------------------------------------------------------------------------------


def test_roles_of_a_person_are_the_groups_of_these_names():
    for user, roles in people():
        assert roles_of(user) == roles


def test_group_of_another_name_is_no_role():
    user = a_user()
    user.groups.set([Group.objects.create(name="reader"), Group.objects.create(name="Reviewer")])
    assert roles_of(user) == {Role.READER}


def test_flags_and_permissions_of_django_are_no_role():
    from django.contrib.auth.models import Permission

    user = a_user(is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    assert roles_of(user) == {Role.READER}


def test_superuser_is_an_administrator_and_reads_nothing_withheld():
    user = a_user(is_superuser=True, is_staff=True)
    assert roles_of(user) == {Role.READER, Role.ADMINISTRATOR}
    assert may(user, Action.GRANT_ROLES)
    for state in State:
        assert not may(user, Action.READ_WITHHELD, state)
        assert not may(user, Action.READ_BYTES, state)


def test_roles_are_asked_of_the_database_once_a_request(django_assert_num_queries):
    user = a_user(Role.REVIEWER)
    with django_assert_num_queries(1):
        for action in Action:
            may(user, action)


def test_deactivation_takes_every_role_at_once():
    user = a_user(Role.REVIEWER)
    assert may(user, Action.READ_WITHHELD, State.HELD)
    user.is_active = False
    assert not may(user, Action.READ_WITHHELD, State.HELD)


def test_groups_of_all_roles_are_made_by_migration():
    """Made anew here: a test that empties the tables may have gone before."""
    make_groups = importlib.import_module("cables.migrations.0005_roles").make_groups
    make_groups(apps, SimpleNamespace(connection=connection))
    assert {role.value for role in GRANTED} <= set(Group.objects.values_list("name", flat=True))


# --- Versions -----------------------------------------------------------------------------------

SHOWN = {
    # (state, shown): met by readers
    (HELD, False): False,
    (PUBLIC, False): False,
    (PUBLIC, True): True,
}


@pytest.fixture
def versions():
    collection = Collection.objects.create(name="Test", slug="test")
    made = {}
    for n, (state, shown) in enumerate(SHOWN):
        cable = Cable.objects.create(mrn=f"08ZENDA{n}", year=2008, post="ZENDA", serial=n)
        made[state, shown] = CableVersion.objects.create(
            cable=cable, collection=collection, ordinal=1, state=state, shown=shown
        )
    return made


def test_version_is_read_by_whom_the_file_says(versions):
    for (user, roles), ((state, _), version) in product(people(), versions.items()):
        expected = allowed(roles, Action.READ, state)
        assert may_read_version(user, version) is expected
        assert CableVersion.objects.filter(visible_versions(user), pk=version.pk).exists() is expected
        assert CableVersion.objects.visible_to(user).filter(pk=version.pk).exists() is expected
        assert Cable.objects.visible_to(user).filter(pk=version.cable_id).exists() is expected


def test_who_reads_a_version_is_a_matter_of_the_person(versions, monkeypatch):
    """Today everybody reads the same versions; both forms must ask for whom, should that change."""
    monkeypatch.setitem(POLICY, Action.READ, {Role.REVIEWER: frozenset({State.HELD})})
    reviewer, version = a_user(Role.REVIEWER), versions[HELD, False]
    assert may_read_version(reviewer, version)
    assert CableVersion.objects.filter(visible_versions(reviewer)).get() == version
    assert not may_read_version(AnonymousUser(), version)
    assert not CableVersion.objects.filter(visible_versions(AnonymousUser())).exists()


def test_readers_meet_only_the_version_that_stands_for_its_cable(versions):
    for key, version in versions.items():
        expected = SHOWN[key]
        assert CableVersion.objects.filter(shown_versions(), pk=version.pk).exists() is expected
        assert CableVersion.objects.released().filter(pk=version.pk).exists() is expected
        assert Cable.objects.released().filter(pk=version.cable_id).exists() is expected
        assert Cable.objects.filter(shown_versions("versions__"), pk=version.cable_id).exists() is expected


# --- Decisions ----------------------------------------------------------------------------------


def test_decision_is_moved_on_by_whom_the_file_says():
    one, other = a_user(), a_user()
    persons = {
        State.WITHHELD: {},
        State.PROPOSED: {"proposed_by": one},
        State.RELEASED: {"proposed_by": one, "confirmed_by": other},
    }
    for n, (state, who) in enumerate(persons.items()):
        Decision.objects.create(
            cable=Cable.objects.create(mrn=f"unnumbered-{n}"),
            scope="cable",
            state=state,
            revision=1,
            withheld_by=one,
            **who,
        )
    for user, roles in people():
        for action in Action:
            found = Decision.objects.filter(permitted(user, action))
            expected = {state for state in persons if allowed(roles, action, state)}
            assert set(found.values_list("state", flat=True)) == expected


# --- Notes --------------------------------------------------------------------------------------


def test_note_is_read_and_edited_by_whom_the_file_says():
    cable = Cable.objects.create(mrn="unnumbered-000001")
    everybody = list(people())
    writers = [user for user, _ in everybody if isinstance(user, User)]
    notes = [
        Annotation.objects.create(
            cable=cable, identity=1, author=author, visibility=visibility, sanitiser_version="test"
        )
        for author in writers
        for visibility in Annotation.Visibility.values
    ]
    for user, roles in everybody:
        expected = set()
        for note in notes:
            own = user is not None and note.author_id == user.pk
            reads = allowed(roles, Action.READ_NOTE, note.visibility)
            reads = reads or (own and allowed(roles, Action.READ_NOTE, State.OWN))
            assert may_read_note(user, note) is reads
            assert may_edit_note(user, note) is (own and allowed(roles, Action.EDIT_NOTE, State.OWN))
            if reads:
                expected.add(note.pk)
        found = Annotation.objects.filter(visible_notes(user))
        assert set(found.values_list("pk", flat=True)) == expected
        assert len(found) == len(expected), "a note once"


def test_note_whose_visibility_is_a_word_of_the_policy_is_not_everybody_s_own():
    note = Annotation(author=a_user(Role.REVIEWER), visibility=State.OWN)
    assert not may_read_note(a_user(Role.REVIEWER), note)
