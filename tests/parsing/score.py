"""`python -m tests.parsing.score`: how the parser's fields compare with NARA's attributes, field by field.

NARA indexed each telegram by hand and added tags of its own, cut references at about 36 characters and
mistyped some: a field is compared as far as the telegram's own text can answer for it. Numbering, words
and spans are compared with the telegram's raw text. What is known to fail, and why, is kept in
cases/known_failures.json.
"""

import re
import sys
from collections.abc import Callable, Iterable

from cables.parsing import ParsedCable, canonical_mrn, parse_cable
from cables.parsing.mrn import read_number
from tests.parsing import casefile, corpus
from tests.parsing.replaying import unreplayed
from tests.parsing.soundness import holds
from tests.parsing.wordkeeping import lost_words

LEVELS = {"LIMITED OFFICIAL USE": "LOU"}
NUMBER = re.compile(r"(?:\d\d )?(?!JUNE |NOVEMBER |DECEMBER )[A-Z][A-Z ]{2,20} \d{2,6}")
LINE_NUMBER = re.compile(r"(?:^ {0,3}|END SUMMARY\.)(\d{1,3}) ?(?:\.(?!\d)|\(|[A-Z]{2})", re.MULTILINE)
Comparison = Callable[[ParsedCable, dict[str, str]], bool | None]


def _plain(text: str) -> str:
    """Letters and digits only: NARA escapes quotes and doubles spaces."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def serial(cable: ParsedCable, nara: dict[str, str]) -> bool:
    return cable.mrn == canonical_mrn(nara["Document Number"])


def level(cable: ParsedCable, nara: dict[str, str]) -> bool:
    wanted = nara["Original Classification"]
    return cable.classification == LEVELS.get(wanted, wanted)


def captions(cable: ParsedCable, nara: dict[str, str]) -> bool:
    wanted = {c.strip() for c in nara["Original Handling Restrictions"].split(",")} - {"n/a", ""}
    return wanted <= set(cable.captions)


def date(cable: ParsedCable, nara: dict[str, str]) -> bool:
    """The day of the date-time group, or the one before: NARA's is the day of the draft."""
    drafted = nara["Draft Date"].upper()
    return cable.sent_at is not None and (
        drafted == f"{cable.sent_at:%d %b %Y}".upper() or drafted[3:] == f"{cable.sent_at:%b %Y}".upper()
    )


def originator(cable: ParsedCable, nara: dict[str, str]) -> bool:
    wanted = re.sub(r" OR-[A-Z].*$", "", nara["From"])
    return _plain(wanted) in _plain(cable.originator or "")


def addressee(cable: ParsedCable, nara: dict[str, str]) -> bool:
    first = nara["To"].split()[0]
    actions = _plain(" ".join(a.name for a in cable.addressees if a.role == "action"))
    return _plain(first) in actions


def executive_order(cable: ParsedCable, nara: dict[str, str]) -> bool:
    wanted = nara["Executive Order"]
    found = " ".join(
        [*cable.exemptions, cable.declassify_on.strftime("%Y%m%d") if cable.declassify_on else ""]
    )
    if wanted == "N/A":
        return not found.strip()
    day = re.search(r"\d{8}", wanted)
    # NARA counts six years from the date of the cable where the telegram prints another day.
    return "GDS" in found or "XDS" in found or (day is not None and day[0] in found)


def tags(cable: ParsedCable, nara: dict[str, str]) -> bool:
    """Every code that the telegram prints and NARA has; codes that only NARA has were added by hand."""
    wanted = {c.strip(" .") for c in re.sub(r"\([^)]*\)?", "", nara["TAGS"]).split(",")} - {""}
    found = {tag.code for tag in cable.tags}
    text = nara["_tags_as_typed"]
    return {code for code in wanted if re.search(rf"\b{re.escape(code)}\b", text)} <= found


def subject(cable: ParsedCable, nara: dict[str, str]) -> bool | None:
    """NARA's may run on into the text or stop at a line: one must begin the other."""
    wanted = _plain(re.sub(r"^\((?:C|S|U|LOU)\)", "", nara["Subject"]))
    found = _plain(cable.subject or "")
    return bool(found) and (wanted.startswith(found) or found.startswith(wanted))


def references(cable: ParsedCable, nara: dict[str, str]) -> bool | None:
    """Every whole number that NARA lists is one of the cable's."""
    if nara["Reference"] == "n/a":
        return None
    year = cable.sent_at.year % 100 if cable.sent_at else None
    wanted = set()
    for part in re.split(r"[;,]|(?=\([A-Z]\))|\b[A-Z]\)", nara["Reference"]):
        plain = re.sub(r"^\s*\(?[A-Z]\)|\.$", "", part.strip()).strip()
        read = read_number(plain) if NUMBER.fullmatch(plain) else None
        if read and read.canonical(year):
            wanted.add(read.canonical(year))
    return wanted <= {r.mrn for r in cable.references}


def sections(cable: ParsedCable, nara: dict[str, str]) -> bool:
    of = cable.sections[0].of if cable.sections else 1
    printed = [int(total) for total in re.findall(r"^PAGE .*\d\d OF (\d\d)", nara["_text"], re.MULTILINE)]
    return of == max(printed, default=1)


def pages(cable: ParsedCable, nara: dict[str, str]) -> bool:
    """Every page head is taken out of the text, and no paragraph holds one."""
    shown = "\n".join(block.text for paragraph in cable.paragraphs for block in paragraph.blocks)
    return not re.search(
        r"\bPAGE 0\d |Declassified/Released|^(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)$", shown, re.MULTILINE
    )


def signature(cable: ParsedCable, nara: dict[str, str]) -> bool:
    return len(cable.signers) == 1


def numbering(cable: ParsedCable, nara: dict[str, str]) -> bool:
    """The numbers run from 1 without a gap, to the last that begins a line after the one before it."""
    printed = map(int, LINE_NUMBER.findall(nara["_text"]))
    last = 0
    for number in printed:
        last += number == last + 1
    return [p.number for p in cable.paragraphs if p.number is not None] == list(range(1, last + 1))


def spans(cable: ParsedCable, nara: dict[str, str]) -> bool:
    """Every character has one place, and the repairs give the shown text."""
    text = nara["_text"]
    return holds(text, cable) and not list(unreplayed(text, cable))


def words(cable: ParsedCable, nara: dict[str, str]) -> bool:
    return not lost_words(nara["_text"], cable)


FIELDS: dict[str, Comparison] = {
    f.__name__: f
    for f in (
        level,
        serial,
        date,
        originator,
        numbering,
        subject,
        spans,
        words,
        captions,
        addressee,
        executive_order,
        tags,
        references,
        sections,
        pages,
        signature,
    )
}


PROMISED = ("level", "serial", "date", "originator", "numbering", "subject", "spans", "words")
KNOWN_FAILURES: list[dict[str, str]] = casefile.rows("known_failures")  # document, field, reason
Result = dict[str, tuple[list[str], list[str]]]  # field → the documents that agree, those that differ


def compare() -> Result:
    result: Result = {field: ([], []) for field in FIELDS}
    for name, nara in sorted(corpus.attributes().items()):
        text = corpus.text_of(corpus.NARA / f"{name}.txt")
        typed = re.search(r"^TAGS?\b.*(?:\n(?!SUBJ).*){0,3}", text, re.MULTILINE)
        facts = nara | {"_text": text, "_tags_as_typed": typed[0] if typed else ""}
        cable = parse_cable(text)
        for field, agrees in FIELDS.items():
            verdict = agrees(cable, facts)
            if verdict is not None:
                result[field][0 if verdict else 1].append(name)
    return result


def share(result: Result, fields: Iterable[str]) -> tuple[int, int]:
    """(comparisons that agree, all of them)."""
    agree = sum(len(result[field][0]) for field in fields)
    return agree, agree + sum(len(result[field][1]) for field in fields)


def main() -> int:
    result = compare()
    if not share(result, FIELDS)[1]:
        print(f"There are no telegrams to compare with at {corpus.NARA}.")
        return 1
    print(f"{'field':<16} {'agree':>5} {'of':>5}  differ")
    for field, (agree, differ) in result.items():
        print(f"{field:<16} {len(agree):>5} {len(agree) + len(differ):>5}  {' '.join(differ)}".rstrip())
    for title, fields in ((" ".join(PROMISED), PROMISED), ("every field", FIELDS)):
        agree, of = share(result, fields)
        print(f"{'total':<16} {agree:>5} {of:>5}  {agree / of:.2%} of {title}")
    for known in KNOWN_FAILURES:
        print(f"known: {known['document']} differs in {known['field']}: {known['reason']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
