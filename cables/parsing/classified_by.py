"""Who classified a cable and why: `Classified By: CG Ruth Rassendyll for Reasons 1.4 (b) and (d)`."""

from __future__ import annotations

import re

LETTER = r"\(? ?[A-H] ?\)?"
REASON = re.compile(
    rf"\b(?:SEC(?:TION|\.)? ?)?(?:E\.?O\.? ?1\d{{4}},? ?)?(1\.[3-7]) ?((?:(?:,|AND|&|/|;"
    rf"|OR)? ?{LETTER}(?![A-Z]) ?){{0,12}})"
)
LETTERS = re.compile(r"(?<![A-Z])[A-H](?![A-Z])")
BY = re.compile(r"\bBY ?:? ?|\bCLASSIFIED ?: ?|\bOFFICIAL ?: ?|\bFROM ?:? ?", re.IGNORECASE)
END_OF_NAMES = re.compile(
    r"\b(?:FOR|REASONS?|PER|UNDER|IN ACCORDANCE|ACCORDING|PURSUANT|BASED|DECL(?:ASSIFY)?"
    r"|SECTIONS?|DUE|E\.O\.?|EO|1\.[345])\b",
    re.IGNORECASE,
)
# Words of a title: the name begins after the last of them.
TITLES = frozenset(
    """
    ambassador amb charge chargé charge' d'affaires daffaires affaires a.i a.i. ai acting deputy
    chief of mission dcm pdas das a/s assistant secretary under principal director consul general
    consulate officer counselor counsellor counsel political economic econ pol polcouns econcouns
    polec poloff econoff pol/econ polecon p/e minister minister-counselor section head unit the
    and for affairs public management consular regional security rso cg dpo po pao ado office desk
    deputy first second third special representative envoy coordinator adviser advisor senior
    attache attaché defense labor legal mission usun usnato embassy executive permanent us u.s
    united states perm rep branch team leader prt reo cda cdaj interim in ai: by title eur nea sca
    wha eap io ac pm inl drl oes eeb isn s/p ctr actg couns counc agency director-general dr mr
    mrs ms miss hon honorable reftel
    """.split()
)
NAME_WORD = re.compile(
    r"^(?:[A-Z][A-Za-z'’.-]*[A-Za-z.]|[A-Z]\.?|de|la|del|van|von|der|den|di|da|du|el|al|bin|st\.)$"
)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def read_reasons(text: str) -> tuple[str, ...]:
    """`1.4 (b) and (d)`, `1.5(D)`, `1.4 b/d` → ('1.4(b)', '1.4(d)'), in order."""
    found: list[str] = []
    upper = " ".join(text.upper().split())[:2000].replace("I.4", "1.4").replace("I.5", "1.5")
    for match in REASON.finditer(upper):
        found += [f"{match[1]}({letter.lower()})" for letter in LETTERS.findall(match[2])]
        if not LETTERS.search(match[2]) and re.search(r"REASON|SECTION|1\.[45]\s*$", upper):
            found.append(match[1]) if not found else None
    return tuple(dict.fromkeys(found))


def read_names(text: str) -> tuple[str, ...]:
    """The names of those who classified; empty where nobody is named. Capitals stay as written."""
    words = " ".join(text.split())[:600]
    by = BY.search(words)
    if by is None:
        return ()
    rest = words[by.end() :]
    end = END_OF_NAMES.search(rest)
    named = rest[: end.start()] if end else rest
    found = []
    for part in re.split(r"\band\b|&|;|/(?= )|\bAND\b", named):
        name = _name(part)
        if name:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _name(part: str) -> str | None:
    """The run of name words at the end of `TITLE, Name` or the beginning of `Name, TITLE`."""
    pieces = [piece.strip(" .:") for piece in part.split(",")]
    pieces = [piece for piece in pieces if piece]
    last = pieces[-1].lower() if pieces else ""
    suffix = f", {pieces.pop()}" if len(pieces) > 1 and last in SUFFIXES else ""
    best = ""
    for piece in pieces:
        run = _run(piece.split())
        if len(run) > (1 if best else 0) and len(run) > len(best.split()):
            best = " ".join(run)
    return (best + suffix) if best else None


def _run(words: list[str]) -> list[str]:
    """The name words after the last title word, or before the first one."""
    plain = [word.strip(":()") for word in words]
    titled = [
        word.lower().strip(".:") in TITLES or (word.isupper() and len(word) > 1 and "." not in word)
        for word in plain
    ]
    if all(word.isupper() for word in plain if word):  # capitals say nothing in a text of capitals
        titled = [word.lower().strip(".:") in TITLES for word in plain]
    cut = max((i + 1 for i, is_title in enumerate(titled) if is_title), default=0)
    after = plain[cut:]
    run = after if after else plain[: titled.index(True)] if True in titled else plain
    return run if run and all(NAME_WORD.match(word) for word in run) and len(run) <= 6 else []
