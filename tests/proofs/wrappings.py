"""A telegram in each of the five containers, which repeat its subject wherever they can."""

from __future__ import annotations

import html

CONTAINERS = ("plain", "labelled", "aad", "html", "csv_row")


def wrapped(container: str, text: str, number: str, subject: str) -> str:
    """`text` as of tests.telegrams; `number` is canonical."""
    head, body = text.split("E.O. 12958", 1)
    return _WRAPPINGS[container](text, head, f"E.O. 12958{body}", number, subject)


def _plain(text, head, body, number, subject):
    return text


def _labelled(text, head, body, number, subject):
    return (
        f"{subject.title()}\n\nID: {number}\nSubject: {subject.capitalize()}\n"
        "Document date: 2008-08-14 15:20:00\nRelease date: 2011-09-01 08:00:00\n"
        f"Source: Consulate Zenda\nheader:\n{head}\nMain text:\n{body}"
        "\n 2008-08-14 15:20 RT\nPREL (External Political Relations)\nRT\n"
    )


def _aad(text, head, body, number, subject):
    stamp = " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n" * 2
    words = subject.split()
    half = len(words) // 2
    told = "\n".join(filter(None, (" ".join(words[:half]), " ".join(words[half:]))))
    return (
        f"{stamp}Message Text\n \n{text}\n{stamp}Message Attributes\nDraft Date: 14 AUG 2008\n"
        f"Document Number: {number}\nSubject: {told}\nTAGS: PREL, EWWT\n"
    )


def _html(text, head, body, number, subject):
    told = html.escape(subject.title())
    names = ("Reference ID", "Created", "Released", "Origin", "Subject")
    values = (number, "2008-08-14 15:20", "2011-09-01 08:00", "Consulate Zenda", told)
    cells = "".join(f"<th>{name}</th>" for name in names)
    cells += "</tr><tr>" + "".join(f"<td><a href='#'>{value}</a></td>" for value in values)
    slug = "-".join(subject.lower().split())
    return (
        f"<!DOCTYPE html>\n<html><head><title>{told}</title>"
        f"<meta name='description' content='{told}'><link rel='canonical' href='/{slug}.html'></head>"
        f"<body><h1>{told.upper()}</h1><table><tr>{cells}</tr></table>\n"
        f"<code><pre>{html.escape(head)}</pre></code>\n"
        f"<code><pre>{html.escape(body)}</pre></code></body></html>\n"
    )


def _csv_row(text, head, body, number, subject):
    cells = ("1", "8/14/2008 15:20", number, "Consulate Zenda", "CONFIDENTIAL", "08LIMA12", head, body)
    return ",".join('"{}"'.format(cell.replace('"', '""')) for cell in cells) + "\n"


_WRAPPINGS = {"plain": _plain, "labelled": _labelled, "aad": _aad, "html": _html, "csv_row": _csv_row}
