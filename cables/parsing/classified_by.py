"""Who classified a cable and why: `Classified By: CG Ruth Rassendyll for Reasons 1.4 (b) and (d)`."""

from __future__ import annotations

import re

from cables.parsing.titles import NEEDS_PLACE, is_title

# Sections of E.O. 12958 (1.5, from 2003 1.4) with their letters in whatever way they are strung together.
REASON = re.compile(
    r"([1IL](?<![\d.][1IL]) ?[.,] ?[3-7])(?![\d/])\.?"
    r"((?:AND|OR|(?:SUB)?PARA(?:GRAPH)?S?|[\s(){}\[\],&/;-]|\.(?=[A-H]\)| ?AND \(?[A-H]\b)"
    r"|[A-H](?![A-Z0-9]))*)"
)
LETTERS_FUSED = re.compile(r"(1[.,] ?[3-7] ?\()([A-H]{2,4})\)")  # 1.4(bd)
POINT_LOST = re.compile(r"(REASON(?<!\wREASON)S?:? {0,2})(1)-?([45])\.?(?= ?\()")
LETTERS = re.compile(r"(?<![A-Z])([A-H])(?: ?- ?([A-H])(?![A-Z]))?(?![A-Z])")
BY = re.compile(r"\bBY ?:? ?|\bCLASSIFIED ?: ?|\bOFFICIAL ?: ?", re.IGNORECASE)
# What the name cannot run over. `Under Secretary for Political Affairs` goes on after both its small words.
END_OF_NAMES = re.compile(
    r"\b(?:FOR:? (?=(?:THE )?(?:FOLLOWING )?(?:REASON|SECTION|SEC\b|1\.|E\.? ?O|NATIONAL|CLASSIF))|REASONS?\b"
    r"|PER\b|UNDER\b(?! ?SEC)|IN ACCORDANCE|ACCORDING\b|PURSUANT\b|BASED\b|DECL(?:ASSIFY)?\b"
    r"|SEC(?:TIONS?|\.)? ?1[.,]|DUE\b|E\.O\.?|EO\b|1 ?[.,] ?[3-7]\b|DERIVED\b)",
    re.IGNORECASE,
)
PARTS = re.compile(r"\band\b|&|;|/(?= )", re.IGNORECASE)
PIECES = re.compile(r",| -{1,2} ")
NAME_WORD = re.compile(
    r"""^(?:[^\W\d_a-z][^\W\d_]*(?:['’`.-][^\W\d_]+)*\.?|["“'(][^\W\d_]{2,15}["”')]"""
    r"|de|la|las|los|del|della|dos|van|von|der|den|ten|di|da|do|du|el|al|bin|ibn|le|y|zu|af|st\.)$"
)
NICKNAME = re.compile(r"^[\"“(][^\W\d_]{2,15}[\"”)]$")  # also (DCM)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
ABBREVIATED = 3  # letters at most, before a stop that ends no sentence, unless it is a title
MOST_WORDS = 6


def read_reasons(text: str) -> tuple[str, ...]:
    """`1.4 (b) and (d)`, `1.5(D)`, `1.4 b/d`, `1.4 (b-d)` → ('1.4(b)', '1.4(d)'), in order.

    A section without a letter is its own reason, if no other is named.
    """
    upper = POINT_LOST.sub(r"\1\2.\3", " ".join(text.upper().split())[:2000])
    upper = LETTERS_FUSED.sub(lambda match: f"{match[1]}{','.join(match[2])})", upper)
    found: list[str] = []
    bare: list[str] = []
    for match in REASON.finditer(upper):
        section = f"1.{match[1][-1]}"
        letters = [letter for first, last in LETTERS.findall(match[2]) for letter in _from_to(first, last)]
        found += [f"{section}({letter.lower()})" for letter in letters]
        if not letters and re.search(r"REASON|SECTION|1\.[45]\s*$", upper):
            bare.append(section)
    return tuple(dict.fromkeys(found or bare[:1]))


def _from_to(first: str, last: str) -> list[str]:
    return [chr(code) for code in range(ord(first), ord(last or first) + 1)]


def read_names(text: str) -> tuple[str, ...]:
    """The names of those who classified; empty where nobody is named. Capitals stay as written."""
    words = " ".join(text.split())[:600]
    by = BY.search(words)
    if by is None:
        return ()
    rest = words[by.end() :]
    bare = rest.removeprefix("Classified ").removeprefix("CLASSIFIED ")
    again = BY.match(bare)
    if again:  # the form's label and the drafter's own
        rest = bare[again.end() :]
    end = END_OF_NAMES.search(rest)
    named = _first_sentence(rest[: end.start()] if end else rest)
    found = [candidate for part in PARTS.split(named) if (candidate := _name(part))]
    whole = [name for name, rank in found if rank > ALONE]
    return tuple(dict.fromkeys(whole or [name for name, _ in found]))


def _first_sentence(text: str) -> str:
    """Text may follow the name at once; the stop of an initial or of a title ends no sentence."""
    at = 0
    for word in text.split(" "):
        at += len(word)
        plain = word.rstrip(".,")
        if word.endswith(".") and len(plain) > ABBREVIATED and "." not in plain and not is_title(plain):
            return text[:at]
        at += 1
    return text


# How sure a name is: a single word, words before a title, words after one or with none beside them.
ALONE, BEFORE_TITLE, WHOLE = 1, 2, 3


def _name(part: str) -> tuple[str, int] | None:
    """(name, how sure) from `TITLE, Name` or `Name, TITLE, Office, Post`: the first of the surest."""
    pieces = [piece.strip(" :") for piece in PIECES.split(part)]
    pieces = [piece for piece in pieces if piece.strip(".")]
    best: tuple[str, int] | None = None
    for n, piece in enumerate(pieces):
        words, rank = _run(piece.split())
        if not words or (best and rank <= best[1]):
            continue
        following = pieces[n + 1] if n + 1 < len(pieces) else ""
        suffix = f", {following}" if following.lower() in SUFFIXES else ""
        best = _without_stop(" ".join(words)) + suffix, rank
    return best


def _without_stop(name: str) -> str:
    """A sentence's stop goes; the stop of `Jr.` and of an initial stays."""
    last = name.rsplit(" ", 1)[-1].lower()
    return name if last in SUFFIXES or len(last) == 2 else name.rstrip(".")


def _run(words: list[str]) -> tuple[list[str], int]:
    """(the name words after the last title word, or before the first one, how sure they are a name)."""
    plain = [word if NICKNAME.match(word) else word.strip(":()") for word in words]
    plain = [word for word in plain if word not in ("-", "--", "")]
    capitals = all(word.isupper() for word in plain)  # then they say nothing
    titled = [word.lower() not in SUFFIXES and is_title(word, capitals) for word in plain]
    last = max((i for i, told in enumerate(titled) if told), default=-1)
    run, rank = plain[last + 1 :], WHOLE
    if run and last >= 0 and plain[last].lower().strip(".") in NEEDS_PLACE:
        # Director of Harbors Ruth Rassendyll; Embassy Strelsau
        run = run[1:] if len(run) > 2 else []
    if not run and True in titled:
        run, rank = plain[: titled.index(True)], BEFORE_TITLE
    if not 0 < len(run) <= MOST_WORDS or not all(map(NAME_WORD.match, run)):
        return [], 0
    run = _without_trade(run)
    return run, rank if len(run) > 1 else ALONE


def _without_trade(run: list[str]) -> list[str]:
    """`Harbor Master Ruth Rassendyll`: of four words or more, those up to one that names a trade."""
    full = [i for i, word in enumerate(run) if len(word.strip(".")) > 1 and word.lower() not in SUFFIXES]
    if len(full) < 4:
        return run
    trades = [i for i in full[:-2] if TRADE.search(run[i].lower())]
    return run[trades[-1] + 1 :] if trades else run


TRADE = re.compile(r"(?:er|or|ist|ian|ant|ent|man|chief|head)$")
