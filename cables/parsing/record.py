"""The decorator of the parser's records: dataclasses that nothing changes once they are made.

The type checker holds them frozen. At run time they are not: to fill in a frozen one means to go past its
own guard for every field, and that took a twentieth of the time of the whole parser.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """A dataclass, compared and hashed by its values as a frozen one is."""
        return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)
