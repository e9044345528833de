"""The audit takes rows in and gives none up, and says where somebody got past that."""

import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from cables.models import AuditEvent
from cables.reviewing.audit import START, Broken, Reason, Verdict, hash_of, missing_guards, record, verify
from cables.visibility import Role, State
from tests.unguarded import TABLE, unguarded


@pytest.fixture
def chain(db):
    """Five events."""
    return [record("withhold", mrn=f"08ZENDA{n}", decision=n) for n in range(1, 6)]


def check(*options):
    """Exit status and words of `manage.py verify_audit`."""
    out = StringIO()
    try:
        call_command("verify_audit", *options, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


# --- Rows go in ---------------------------------------------------------------------------------


def test_event_says_who_did_what_to_which_cable_and_when(db):
    user = User.objects.create_user("flavia")
    before = dt.datetime.now(dt.UTC)
    record("confirm release", actor=user, mrn="08ZENDA412", decision=7, acknowledged=True, version=None)
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.actor, event.action) == (user.pk, "flavia", "confirm release")
    assert event.mrn == "08ZENDA412"
    assert event.details == {"decision": 7, "acknowledged": True, "version": None}
    assert before <= event.at <= dt.datetime.now(dt.UTC)


def test_importer_and_commands_have_no_name(db):
    event = record("hold", mrn="unnumbered-000123")
    assert (event.actor_id, event.actor) == (None, "")


def test_event_about_no_cable_has_no_number(db):
    assert record("grant role", account=3).mrn == ""


def test_events_are_numbered_without_a_gap_and_each_holds_the_hash_before_it(chain):
    assert [e.pk for e in AuditEvent.objects.all()] == [1, 2, 3, 4, 5]
    assert [e.previous for e in chain] == [START, *(e.hash for e in chain[:-1])]


def test_hash_is_computed_for_ever_as_it_was_on_the_first_day():
    """The chains of running sites hang on this: another way to compute it breaks every one of them."""
    event = AuditEvent(
        pk=2,
        at=dt.datetime(2026, 3, 1, 13, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        actor_id=7,
        actor="Zoë",
        action="withhold",
        mrn="08ZENDA412",
        details={"decision": 9, "codes": [["FOIA", "b(1)"]], "acknowledged": False, "version": None},
        previous="f" * 64,
    )
    said = (
        r'{"action":"withhold","actor":"Zo\u00eb","actor_id":7,"at":"2026-03-01T12:30:00.000000+00:00",'
        r'"details":{"acknowledged":false,"codes":[["FOIA","b(1)"]],"decision":9,"version":null},'
        r'"mrn":"08ZENDA412","number":2,"previous":"' + "f" * 64 + '"}'
    )
    assert hash_of(event) == hashlib.sha256(said.encode()).hexdigest()


def test_event_is_inserted_and_nothing_is_updated(db, django_assert_num_queries):
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 2) as queries:
        record("withhold")
    assert not [q for q in queries if "UPDATE" in q["sql"]]


def test_refused_act_leaves_no_gap_in_the_numbers(chain):
    with transaction.atomic():
        record("withhold", mrn="08ZENDA9")
        transaction.set_rollback(True)
    assert record("withhold", mrn="08ZENDA9").pk == 6
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused():
    with pytest.raises(
        TransactionManagementError, match=r"^An audit row belongs to the transaction of the act it records"
    ):
        record("withhold")
    assert not AuditEvent.objects.exists()


# --- No text goes in ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        *(0, -1, 2**62, True, False, None, "passage", "b(1)", "EXPORT CONTROL", "all", "release officer"),
        *(State.WITHHELD, Role.REVIEWER, [["EO13526-1.4", "1.4(b)"], ("FOIA", "b(1)")], [], [3, None]),
    ],
)
def test_numbers_codes_and_states_are_admitted_and_the_same_when_read_again(db, value):
    record("withhold", thing=value)
    assert verify() == Verdict(1, AuditEvent.objects.get().hash)


@pytest.mark.parametrize(
    "value",
    [
        *("The harbor master called.", "word", "", "PASSAGE", "b(1) ", ["b(1)", "word"], [[["word"]]]),
        *({"a": 1}, {"b(1)"}, b"b(1)", 1.5, 2**63, -(2**63) - 1, dt.date(2008, 8, 14), object()),
    ],
)
def test_anything_that_could_be_text_is_refused_and_not_repeated(db, value):
    with pytest.raises(ValueError, match="The detail “thing”") as refusal:
        record("withhold", thing=value)
    assert "word" not in str(refusal.value)
    assert "harbor" not in str(refusal.value)
    assert not AuditEvent.objects.exists()


def test_refusal_says_what_came_instead(db):
    with pytest.raises(ValueError, match="The detail “paragraph” is a date; codes and numbers only"):
        record("withhold", paragraph=dt.date(2008, 8, 14))


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_largest_numbers_are_admitted(db, number):
    assert record("withhold", thing=number).details == {"thing": number}


@pytest.mark.parametrize("action", ["withhold", "confirm release", "re-parse", "a b c d e", "a" * 40])
def test_action_is_a_few_words(db, action):
    assert record(action).action == action


@pytest.mark.parametrize(
    "action", ["", "Withhold", "withhold ", "with  hold", "the harbor master called at noon", "w3", "a" * 41]
)
def test_action_that_could_be_text_is_refused(db, action):
    with pytest.raises(
        ValueError, match=r"^An action is one to five words in lower case, 40 characters at most.$"
    ) as refusal:
        record(action)
    assert "harbor" not in str(refusal.value)


@pytest.mark.parametrize("mrn", ["08ZENDA412", "unnumbered-000123", "79WARSAW(B)1", "6/1", "A" * 80])
def test_cable_is_named_by_its_number(db, mrn):
    assert record("withhold", mrn=mrn).mrn == mrn


@pytest.mark.parametrize("mrn", ["08 ZENDA 412", "The harbor master", "A" * 81, "08ZENDA412\n"])
def test_cable_named_by_more_is_refused(db, mrn):
    with pytest.raises(ValueError, match=r"^A cable is named by its number.$"):
        record("withhold", mrn=mrn)


# --- Rows stay ----------------------------------------------------------------------------------

ATTEMPTS = {
    "update": f"UPDATE {TABLE} SET action = 'nothing' WHERE id = 2",
    "update of nothing": f"UPDATE {TABLE} SET action = action WHERE id = 2",
    "delete": f"DELETE FROM {TABLE} WHERE id = 5",
    "delete all": f"DELETE FROM {TABLE}",
    "replace": f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE id = 2",
    "truncate": f"TRUNCATE {TABLE}",
}
OF_ONE_DATABASE = {"replace": "sqlite", "truncate": "postgresql"}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_database_refuses_to_change_or_delete_an_event(chain, attempt):
    if OF_ONE_DATABASE.get(attempt, connection.vendor) != connection.vendor:
        return
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ATTEMPTS[attempt])
    assert list(AuditEvent.objects.values_list("hash", flat=True)) == [e.hash for e in chain]


def test_models_are_refused_too(chain):
    chain[0].action = "nothing"
    for act in (chain[0].save, chain[0].delete, AuditEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_two_events_of_one_number_are_refused(chain):
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent(pk=5, at=chain[4].at, action="x", previous="", hash="").save(force_insert=True)


def test_guards_are_in_place_after_every_migration(db):
    assert missing_guards() == frozenset()


@pytest.mark.django_db(transaction=True)
def test_two_connections_never_fork_the_chain():
    if connection.vendor != "postgresql":
        return  # one writer from the beginning of a transaction: tests/models/test_constraints.py
    start = Barrier(2)

    def write(n):
        start.wait()
        try:
            for _ in range(25):
                with transaction.atomic():
                    record("withhold", person=n)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (1, 2)))
    assert verify().events == 50
    assert verify().broken is None
    assert {e.details["person"] for e in AuditEvent.objects.all()} == {1, 2}


@pytest.mark.django_db(transaction=True)
def test_second_connection_waits_for_the_first_to_commit():
    if connection.vendor != "postgresql":
        return

    def impatient():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
                record("withhold", person=2)
        finally:
            connection.close()

    with transaction.atomic():
        record("withhold", person=1)
        with ThreadPoolExecutor(1) as pool, pytest.raises(DatabaseError, match="lock timeout"):
            pool.submit(impatient).result()
    with transaction.atomic():
        record("withhold", person=3)
    assert verify().events == 2
    assert verify().broken is None


# --- Tampering is found -------------------------------------------------------------------------


def test_whole_chain_is_whole(chain):
    assert verify() == Verdict(5, chain[4].hash, None, None)
    assert check() == (
        0,
        f"The audit is whole: 5 events, each as written.\n"
        f"Newest hash, to write down elsewhere: {chain[4].hash}\n",
    )


def test_empty_chain_is_whole(db):
    assert verify() == Verdict(0, START)
    assert check()[0] == 0
    assert "0 events" in check()[1]


CHANGES = {
    "at": "at = '2001-01-01 00:00:00'",
    "actor_id": "actor_id = 99",
    "actor": "actor = 'rupert'",
    "action": "action = 'release'",
    "mrn": "mrn = '08ZENDA999'",
    "details": "details = '{}'",
    "previous": f"previous = '{'f' * 64}'",
    "hash": f"hash = '{'f' * 64}'",
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("number", [1, 3, 5])
def test_change_of_any_column_is_found(chain, column, number):
    with unguarded() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {CHANGES[column]} WHERE id = %s", [number])
    assert verify().broken == Broken(number, Reason.CHANGED)
    assert verify().events == 5


def test_every_column_is_among_those_changed():
    assert {field.name for field in AuditEvent._meta.fields} == {"id", *CHANGES}


@pytest.mark.parametrize("number", [1, 3])
def test_change_with_its_hash_made_anew_is_found_by_the_next_event(chain, number):
    event = chain[number - 1]
    event.action = "nothing"
    event.hash = hash_of(event)
    with unguarded():
        event.save()
    assert verify().broken == Broken(number, Reason.CHANGED)


def test_first_event_that_claims_another_before_it_is_found(chain):
    with unguarded():
        chain[0].previous = "f" * 64
        chain[0].hash = hash_of(chain[0])
        chain[0].save()
    assert verify().broken == Broken(1, Reason.CHANGED)


@pytest.mark.parametrize("number", [1, 2, 4])
def test_event_taken_out_is_found(chain, number):
    with unguarded() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE id = %s", [number])
    assert verify().broken == Broken(number, Reason.TAKEN_OUT)
    assert verify().events == 4


def test_gap_that_was_closed_is_found(chain):
    with unguarded() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE id = 2")
        for number in (3, 4, 5):
            cursor.execute(f"UPDATE {TABLE} SET id = %s WHERE id = %s", [number - 1, number])
    assert verify().broken == Broken(2, Reason.CHANGED)


@pytest.mark.parametrize(("one", "other"), [(2, 3), (1, 5), (1, 2)])
def test_events_that_changed_places_are_found(chain, one, other):
    with unguarded() as cursor:
        for old, new in ((one, 99), (other, one), (99, other)):
            cursor.execute(f"UPDATE {TABLE} SET id = %s WHERE id = %s", [new, old])
    assert verify().broken == Broken(one, Reason.OUT_OF_ORDER)


def test_only_the_first_break_is_named(chain):
    with unguarded() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET action = 'x' WHERE id IN (2, 4)")
    assert verify().broken == Broken(2, Reason.CHANGED)


def test_broken_chain_is_said_in_a_sentence(chain):
    with unguarded() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE id = 4")
    status, words = check()
    assert status == 1
    assert "The audit is not whole: of 4 events, number 4 is the first taken out." in words
    assert f"write down elsewhere: {chain[4].hash}" in words


def test_tail_cut_off_shows_only_by_a_hash_kept_elsewhere(chain):
    with unguarded() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE id > 3")
    assert check()[0] == 0
    status, words = check("--expect", chain[4].hash)
    assert status == 1
    assert "the end of the audit was cut off" in words


def test_hash_of_an_earlier_event_is_as_good_as_the_newest(chain):
    assert verify(chain[2].hash).expected_at == 3
    assert check("--expect", chain[2].hash)[0] == 0


@pytest.mark.parametrize("hash", ["abc", "F" * 64, "f" * 65])
def test_what_cannot_be_a_hash_is_refused(db, hash):
    with pytest.raises(CommandError, match="64 characters"):
        check("--expect", hash)


def test_missing_guard_is_said(chain):
    with unguarded():
        status, words = check()
    assert status == 1
    assert "does not protect the audit: auditevent_keeps_" in words
