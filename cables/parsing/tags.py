"""TAGS: Traffic Analysis by Geography and Subject (5 FAH-3), as typed and as meant.

The meaning of a code depends on its era; tags.csv says which codes stood for what. Rules for codes that
are not in the table: reference/NOTES.md.
"""

from __future__ import annotations

import re
from functools import cache

from cables import reference
from cables.parsing.parsed import Tag
from cables.parsing.subject import strip_mark

PERSON = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]?")
PIECES = re.compile(r"[,;|*\\<>]|\s[-–—/]{1,3}\s")
SEPARATORS = re.compile(r"[\s,;:]+")
JOINTS = re.compile(r"[/.:&-]")  # PREL/PGOV, PREL-PGOV, PREL.PGOV
LABEL_AGAIN = re.compile(r"^(?:TAGS? ?[:;,.]? ?){1,2}(?=[A-Z\"'(])", re.IGNORECASE)
MARK_BETWEEN = re.compile(r"\((?:U|C|S|SBU)\)")
INITIALS = re.compile(r"(?:[A-Z]\.){2,4}")  # U.S.
NO_TAGS = re.compile(r"^\W{0,3}(?:N ?/ ?A|NA|NONE|NOT APPLICABLE)\W{0,3}$", re.IGNORECASE)
LONGEST_LIST = 4000  # characters
# ISO codes of the internet, typed for the geographic code that the handbook wants (NOTES.md).
ISO_FOR_CODE = {"RU": "RS", "JP": "JA", "IQ": "IZ", "VZ": "VE", "VN": "VM"}
WITH_PERSON = frozenset({"OVIP", "OTRA", "OREP", "OEXC", "OCON"})
CODE_WITH_PERSON = re.compile("|".join(sorted(WITH_PERSON)))
# `OVIP: RASSENDYLL`, `OVIP - HENTZAU, RUPERT A.`, `OVIP RASSENDYLL`: the brackets left out.
PERSON_BARE = re.compile(
    rf"\b({'|'.join(sorted(WITH_PERSON))})(?: ?[:-]{{1,2}} ?| )([A-Z][A-Z'’-]{{2,30}})\b"
    r"(, ?[A-Z][A-Z]{2,20}\b(?: [A-Z]\.)?)?(?![A-Z( ]{2,})",
    re.IGNORECASE,
)


@cache
def known() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in reference.rows("tags")}


@cache
def _plain() -> frozenset[str]:
    """Codes of the table that no rule changes, splits or passes over where they stand alone."""
    plain = frozenset(code for code in known() if code.isascii() and code.isalpha() and code.isupper())
    return plain - ISO_FOR_CODE.keys() - {"AND", "NONE"}


def kind_of(code: str, year: int | None = None) -> str:
    """The kind of a code: from the table, else by the shape that NOTES.md gives."""
    row = known().get(code)
    if row is not None and not (code == "GE" and year is not None and year > 1990):
        return row["kind"]
    if re.fullmatch(r"[A-Z]{2}", code):
        return "geo"
    if re.fullmatch(r"K[A-Z]{3}", code):
        return "program"
    if re.fullmatch(r"[ABCEMOPST][A-Z]{3}", code):
        return "subject"
    if re.fullmatch(r"[A-Z][A-Z0-9/-]{2,7}", code) and (len(code) != 4 or re.search(r"[0-9/-]", code)):
        return "organization"
    return "unknown"


def canonical(raw: str, year: int | None = None) -> str:
    """The code that was meant in the year of the cable."""
    code = raw.strip().upper()
    code = code.replace(".", "") if INITIALS.fullmatch(code) else code.strip(".()[]*'\"")
    if code in ISO_FOR_CODE and kind_of(ISO_FOR_CODE[code]) == "geo":
        return ISO_FOR_CODE[code]
    return code


def split_fused(code: str) -> list[str] | None:
    """`KFRDKIRFCVIS`, `ECONEFIN` → the codes; None unless known codes cover the whole."""
    if len(code) < 6 or len(code) > 80 or code in known():
        return None
    return _split(code) or ([code[:2], *rest] if _is_place(code[:2]) and (rest := _split(code[2:])) else None)


def _is_place(code: str) -> bool:
    return code in known() and known()[code]["kind"] == "geo"


def _split(code: str) -> list[str] | None:
    """Codes of four letters, and of two for a place at the end."""
    parts = [code[i : i + 4] for i in range(0, len(code) - len(code) % 4, 4)]
    rest = code[len(parts) * 4 :]
    if len(rest) not in (0, 2) or (rest and not _is_place(rest)):
        return None
    if parts and all(part in known() and known()[part]["kind"] in ("subject", "program") for part in parts):
        return parts + ([rest] if rest else [])
    return None


def looks_like_tags(words: str) -> bool:
    """True for a line of nothing but codes, at least half of them known."""
    plain = PERSON.sub(" ", words) if len(words) <= 200 else ""
    codes = [code.strip(".") for code in SEPARATORS.split(plain) if code.strip(".")]
    if not codes:
        return bool(re.match(r"^\(?[A-Z][A-Z' -]{1,30}, [A-Z][A-Z. ]{0,30}\)?,?$", words))
    if any(not re.fullmatch(r"[A-Z][A-Z0-9/-]{1,11}", code) for code in codes):
        return False
    good = sum(code in known() or split_fused(code) is not None for code in codes)
    return good * 2 >= len(codes) and good > 0 and not {"OF", "THE", "AND", "IN"} & set(codes)


def continues_tags(before: str, words: str) -> bool:
    """True for a line that goes on with a list: after a comma, anything of the shape of codes."""
    if looks_like_tags(words):
        return True
    plain = PERSON.sub(" ", words) if len(words) <= 200 else "?"
    codes = [code for code in SEPARATORS.split(plain) if code]
    return before.rstrip().endswith(",") and all(
        re.fullmatch(r"[A-Z][A-Z0-9/-]{1,11}\.?", code) for code in codes
    )


def read_tags(text: str, year: int | None = None) -> tuple[Tag, ...]:
    """The tags of a list in order, each once. `text` is the value of the field in one line."""
    found: list[Tag] = []
    text, _ = strip_mark(text[:LONGEST_LIST])
    if NO_TAGS.match(text):
        return ()
    text = MARK_BETWEEN.sub(" ", LABEL_AGAIN.sub("", text))
    if _may_name_persons(text):
        text = PERSON_BARE.sub(_in_brackets, text)
    at = 0
    for person in PERSON.finditer(text):
        found += _codes(text[at : person.start()], year)
        if ("," in person[1] and not _are_codes(person[1])) or (
            found and (found[-1].code in WITH_PERSON or found[-1].kind == "person")
        ):
            found += [_person(written) for written in person[1].split(";") if written.strip(" .,")]
        else:
            found += _codes(person[1], year)
        at = person.end()
    found += _codes(text[at:], year)
    unique: dict[tuple[str, str], Tag] = {}
    for tag in found:
        unique.setdefault((tag.code, tag.kind), tag)
    return tuple(unique.values())


def _may_name_persons(text: str) -> bool:
    """Whether a code is in it with which PERSON_BARE begins; what is not ASCII may pass for a letter."""
    return not text.isascii() or CODE_WITH_PERSON.search(text.upper()) is not None


def _in_brackets(match: re.Match[str]) -> str:
    """The person after OVIP, in the brackets that were left out; a code stays one."""
    code, last, first = match[1], match[2], match[3] or ""
    if last.upper() in known() or (len(last) == 4 and match[0][len(code)] == " "):
        return match[0]
    if first and first.strip(", ").split()[0].upper() in known():
        return f"{code} ({last}){first}"
    return f"{code} ({last}{first})"


def _are_codes(inside: str) -> bool:
    """`(PREL, PGOV, FR)`: the whole list in brackets."""
    return all(canonical(part) in known() for part in inside.split(","))


def _person(written: str) -> Tag:
    """`Hentzau, Rupert A.` as a code: capitals, the stop of an initial kept."""
    written = written.strip(" ,")
    return Tag(" ".join(written.upper().split()), written, "person")


def _codes(text: str, year: int | None) -> list[Tag]:
    """Commas separate free tags of several words; spaces separate codes."""
    tags: list[Tag] = []
    for piece in PIECES.split(text):
        code = piece.strip()
        if code in _plain():
            tags.append(Tag(code, code, kind_of(code, year)))
            continue
        words = [word for word in piece.split() if word.strip("-")]
        whole = " ".join(words)
        if len(words) > 1 and whole.upper() in known():  # EL AL
            tags.append(Tag(whole.upper(), whole, kind_of(whole.upper(), year)))
            continue
        codes = [word for word in words if word.upper() not in ("AND", "&")]
        if len(codes) > 1 and not _all_codes(codes):
            tags += _free(words, year)
            continue
        words = codes
        for word in words:
            tags += _one(word, year)
    return tags


def _all_codes(words: list[str]) -> bool:
    """Every word could stand alone as a code."""
    plain = [word.strip(".:") for word in words]
    return all(re.fullmatch(r"[A-Za-z]{2}|[A-Za-z]{4}|[A-Z0-9/-]{2,12}", word) for word in plain) and any(
        canonical(word) in known() or split_fused(word) for word in plain
    )


def _free(words: list[str], year: int | None) -> list[Tag]:
    """Known codes at either end of a piece are codes; the words between are one free tag."""
    head: list[Tag] = []
    tail: list[Tag] = []
    while words and canonical(words[0]) in known():
        head += _one(words.pop(0), year)
    while words and canonical(words[-1]) in known():
        tail[:0] = _one(words.pop(), year)
    free = " ".join(words).strip(' ."')
    return [*head, *([Tag(free.upper(), free, "unknown")] if free else []), *tail]


def _jointed(code: str) -> list[str] | None:
    """`PREL/PGOV/PE`, `PREL-PGOV` → the codes; None unless each is known and the whole is none (AFL-CIO)."""
    parts = JOINTS.split(code)
    if len(parts) < 2 or code in known():
        return None
    return parts if all(canonical(part) in known() for part in parts) else None


def _one(word: str, year: int | None) -> list[Tag]:
    raw = word.strip().strip(":") if INITIALS.fullmatch(word.upper()) else word.strip().strip(".:")
    code = canonical(raw, year)
    if not code or code in ("N/A", "NONE") or not any(c.isalnum() for c in code):
        return []
    fused = split_fused(code) or _jointed(code)
    if fused:
        return [Tag(canonical(part, year), part, kind_of(canonical(part, year), year)) for part in fused]
    return [Tag(code, raw, kind_of(code, year))]
