"""Frozen records, frozen when they have their values.

A frozen dataclass takes each value through object.__setattr__, which costs more than all else in its making.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

Values = ParamSpec("Values")
Record = TypeVar("Record")


def maker(kind: Callable[Values, Record]) -> Callable[Values, Record]:
    """What makes the same records as a frozen dataclass with slots does, of the same values, in less time.

    The values are given to an open dataclass with the same slots, which then becomes the frozen one.
    """
    fields = [
        (field.name, Any, dataclasses.field(default=field.default, default_factory=field.default_factory))
        for field in dataclasses.fields(kind)  # type: ignore[arg-type]
    ]
    opened: Any = dataclasses.make_dataclass("Open", fields, slots=True)

    def make(*values: Values.args, **named: Values.kwargs) -> Record:
        record = opened(*values, **named)
        record.__class__ = kind
        return record

    return make
