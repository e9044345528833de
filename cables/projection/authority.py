"""What the tables and staff say of the codes of a telegram, put over what the parser says of them."""

from __future__ import annotations

import dataclasses

from cables.parsing.consistency import check_tags
from cables.parsing.parsed import Finding, Mention, ParsedCable, Tag
from cables.projection.names import Names


def as_tables_say(parsed: ParsedCable, names: Names) -> ParsedCable:
    """The telegram with codes as they are meant; what was typed stays beside them."""
    if not names.says_more:
        return parsed
    tags: dict[tuple[str, str], Tag] = {}
    for tag in map(names.meant, parsed.tags):
        tags.setdefault((tag.code, tag.kind), tag)
    found = [each for f in parsed.findings for each in _still_so(f, list(tags.values()), names)]
    said = dataclasses.replace(parsed, tags=tuple(tags.values()), findings=tuple(found))
    if not names.renumbers:
        return said
    references = [dataclasses.replace(each, mrn=names.number(each.mrn)) for each in parsed.references]
    return dataclasses.replace(
        said,
        mrn=names.number(parsed.mrn),
        references=tuple(references),
        mentions=tuple(_mention(each, names) for each in parsed.mentions),
    )


def _mention(mention: Mention, names: Names) -> Mention:
    target = mention.target
    return dataclasses.replace(mention, target=names.number(target)) if isinstance(target, str) else mention


def _still_so(finding: Finding, tags: list[Tag], names: Names) -> list[Finding]:
    if finding.code != "unknown-tag":
        return [finding]
    return list(check_tags(tags, finding.span, names.knows_tag))
