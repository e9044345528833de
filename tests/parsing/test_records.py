"""Records that are frozen when they have their values: the same as those that a frozen dataclass makes."""

import copy
import dataclasses
import pickle

import pytest

from cables.parsing.parsed import Mention, Paragraph, ParsedCable, Span
from cables.parsing.records import maker

VALUES = ("paragraph", "para 4", None, 4, Span(3, 9))


def test_it_is_the_same_record():
    made, plain = maker(Mention)(*VALUES), Mention(*VALUES)
    assert type(made) is Mention
    assert made == plain
    assert hash(made) == hash(plain)
    assert repr(made) == repr(plain)
    assert dataclasses.astuple(made) == dataclasses.astuple(plain)
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == plain
    assert dataclasses.replace(made, kind="ref") == dataclasses.replace(plain, kind="ref")


def test_it_is_frozen():
    made = maker(Mention)(*VALUES)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.kind = "ref"
    assert not hasattr(made, "__dict__")


def test_what_is_left_out_is_as_in_the_dataclass():
    make = maker(ParsedCable)
    assert make(mrn="09LIMA1") == ParsedCable(mrn="09LIMA1")
    assert make().metadata is not make().metadata


def test_what_may_not_be_left_out_is_asked_for():
    with pytest.raises(TypeError):
        maker(Paragraph)(1)
