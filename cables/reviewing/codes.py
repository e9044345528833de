"""The codes for withholding: those a decision may name today, and the rules that bind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cables import reference

SCHEMES = {
    "EO13526-1.4": "E.O. 13526, section 1.4",
    "25X": "E.O. 13526, exempt at 25 years",
    "50X": "E.O. 13526, exempt at 50 years",
    "FOIA": "Freedom of Information Act, 5 U.S.C. 552",
    "FOIA-b(3)": "Statutes under FOIA (b)(3)",
}
"""Orders that no longer stand explain old cables; nobody withholds under them."""

CLASSIFIED = ("EO13526-1.4", "25X", "50X")
Code = tuple[str, str]  # scheme, code


def offered() -> list[tuple[str, str, str]]:
    """(scheme, code, meaning) in the order of the table."""
    rows = reference.rows("exemptions")
    return [(row["scheme"], row["code"], row["meaning"]) for row in rows if row["scheme"] in SCHEMES]


def known(codes: Iterable[Sequence[str]]) -> list[Code]:
    """The codes that are offered, each once, in the table's order; the others are left out."""
    wanted = {tuple(code) for code in codes}
    return [(scheme, code) for scheme, code, _ in offered() if (scheme, code) in wanted]


def broken_rules(codes: Sequence[Code]) -> list[str]:
    """What is wrong with a set of codes, as sentences; empty if nothing is."""
    schemes = {scheme for scheme, _ in codes}
    found = []
    if not codes:
        found.append("Choose at least one code: a withholding says under what authority it stands.")
    if ("FOIA", "b(1)") in codes and not schemes & set(CLASSIFIED):
        found.append("FOIA (b)(1) needs a reason of E.O. 13526: choose one of 1.4(a) to (h), 25X or 50X.")
    if "FOIA-b(3)" in schemes and ("FOIA", "b(3)") not in codes:
        found.append("A statute is named for FOIA (b)(3): choose b(3) too.")
    return found


def questions(codes: Sequence[Code], level: str) -> list[str]:
    """What is unusual for text marked `level` ("" where it is not known)."""
    if level != "U":
        return []
    if {scheme for scheme, _ in codes} & set(CLASSIFIED):
        return ["This is marked (U), and a code for classified text was chosen."]
    return ["This is marked (U): unclassified at origin."]
