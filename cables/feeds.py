"""Lists as Atom feeds.

Django's Atom1Feed is not used: it would declare cable text to be HTML and date an empty feed by the clock, it
knows neither pages nor what a category is called, and it fails on the control characters of old telegrams.
"""

from __future__ import annotations

import re
from io import StringIO

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from cables.models import CableVersion
from cables.presenters.feed import Entry, Feed, feed
from cables.presenters.saving import file_name
from cables.search.filters import CableFilter
from cables.search.values import tidy

ATOM = "http://www.w3.org/2005/Atom"
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@login_not_required
@require_safe
def cable_feed(request: HttpRequest) -> HttpResponse:
    """A list of cables, page by page, for a program that looks again now and then."""
    cables = CableFilter(request.GET, queryset=CableVersion.objects.released())
    site = request.build_absolute_uri("/").rstrip("/")
    values = feed(cables, tidy(request.GET.get("page") or ""), site)
    response = HttpResponse(as_atom(values), content_type="application/atom+xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name(cables.address, "atom")}"'
    return response


def as_atom(values: Feed) -> str:
    out = StringIO()
    xml = _Elements(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", {"xmlns": ATOM, "xml:lang": "en"})
    xml.element("id", values.id)
    xml.element("title", values.title)
    if values.subtitle:
        xml.element("subtitle", values.subtitle)
    xml.element("updated", values.updated)
    xml.startElement("author", {})
    xml.element("name", values.author)
    xml.element("uri", values.author_address)
    xml.endElement("author")
    xml.link("alternate", values.list_address, "text/html")
    for name in ("self", "first", "previous", "next"):
        xml.link(name, values.address if name == "self" else getattr(values, name), "application/atom+xml")
    for entry in values.entries:
        _write_entry(xml, entry)
    xml.endElement("feed")
    xml.endDocument()
    return out.getvalue()


def _write_entry(xml: _Elements, entry: Entry) -> None:
    xml.startElement("entry", {})
    xml.element("id", entry.id)
    xml.element("title", entry.title)
    xml.link("alternate", entry.address, "text/html")
    if entry.published:
        xml.element("published", entry.published)
    xml.element("updated", entry.updated)
    if entry.summary:
        xml.element("summary", entry.summary)
    for category in entry.categories:
        label = {"label": category.label} if category.label else {}
        xml.element("category", term=category.term, scheme=category.scheme, **label)
    xml.endElement("entry")


class _Elements(SimplerXMLGenerator):
    """Cable text may hold characters that XML has no way to write; each becomes U+FFFD."""

    def element(self, name: str, text: str = "", **attributes: str) -> None:
        writable = {key: NOT_IN_XML.sub("\ufffd", value) for key, value in attributes.items()}
        self.addQuickElement(name, NOT_IN_XML.sub("\ufffd", text), writable)

    def link(self, relation: str, address: str, kind: str) -> None:
        if address:
            self.element("link", rel=relation, href=address, type=kind)
