"""`python -m tests.parsing.score`: how the parser's fields compare with NARA's attributes, field by field.

NARA indexed each telegram by hand and added tags of its own, cut references at about 36 characters and
mistyped some: a field is compared as far as the telegram's own text can answer for it.
"""

import re
import sys
from collections.abc import Callable

from cables.parsing import ParsedCable, canonical_mrn, parse_cable
from cables.parsing.mrn import read_number
from tests.parsing import corpus

LEVELS = {"LIMITED OFFICIAL USE": "LOU"}
NUMBER = re.compile(r"(?:\d\d )?(?!JUNE |NOVEMBER |DECEMBER )[A-Z][A-Z ]{2,20} \d{2,6}")
Comparison = Callable[[ParsedCable, dict[str, str]], bool | None]


def words(text: str) -> str:
    """Letters and digits only: NARA escapes quotes and doubles spaces."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def number(cable: ParsedCable, nara: dict[str, str]) -> bool:
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
    return words(wanted) in words(cable.originator or "")


def addressee(cable: ParsedCable, nara: dict[str, str]) -> bool:
    first = nara["To"].split()[0]
    actions = words(" ".join(a.name for a in cable.addressees if a.role == "action"))
    return words(first) in actions


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
    wanted = words(re.sub(r"^\((?:C|S|U|LOU)\)", "", nara["Subject"]))
    found = words(cable.subject or "")
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


def paragraphs(cable: ParsedCable, nara: dict[str, str]) -> bool:
    """The numbers run from 1 without a gap."""
    numbers = [p.number for p in cable.paragraphs if p.number is not None]
    return numbers == list(range(1, len(numbers) + 1))


FIELDS: dict[str, Comparison] = {
    f.__name__: f
    for f in (
        number,
        level,
        captions,
        date,
        originator,
        addressee,
        executive_order,
        tags,
        subject,
        references,
        sections,
        pages,
        signature,
        paragraphs,
    )
}


def compare() -> dict[str, tuple[list[str], list[str]]]:
    """For each field the documents that agree and those that do not."""
    result: dict[str, tuple[list[str], list[str]]] = {field: ([], []) for field in FIELDS}
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


def main() -> int:
    result = compare()
    if not any(agree or differ for agree, differ in result.values()):
        print(f"There are no telegrams to compare with at {corpus.NARA}.")
        return 1
    print(f"{'field':<16} {'agree':>5} {'of':>4}  differ")
    for field, (agree, differ) in result.items():
        print(f"{field:<16} {len(agree):>5} {len(agree) + len(differ):>4}  {' '.join(differ)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
