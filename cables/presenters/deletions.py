"""What stands where something was withheld: its codes, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cables.presenters.reasons import meaning_in

Pairs = Iterable[Sequence[str]]
"""Pairs of scheme and code, as the columns `deletions`, `subject_codes` and `codes` hold them."""


@dataclass(frozen=True, slots=True)
class Deletion:
    codes: str  # '1.4(b), (b)(1)'
    meaning: str  # 'Foreign government information; …'

    @property
    def text(self) -> str:
        return f"withheld {self.codes}" if self.codes else "withheld"


def deletion(codes: Pairs) -> Deletion:
    pairs = [(scheme, code) for scheme, code in codes]
    meanings = [meaning_in(scheme, code) for scheme, code in pairs]
    return Deletion(
        ", ".join(as_cited(scheme, code) for scheme, code in pairs),
        "; ".join(dict.fromkeys(filter(None, meanings))),
    )


def as_cited(scheme: str, code: str) -> str:
    """FOIA's exemptions are cited with brackets around the letter too."""
    return f"({code[0]}){code[1:]}" if scheme == "FOIA" else code


def shown_subject(title: str, subject_codes: Pairs | None) -> str:
    """CableVersion.title, or what stands for it; "" where the cable states none."""
    return title if subject_codes is None else f"Subject {deletion(subject_codes).text}"
