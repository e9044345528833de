"""Chromium that watches a page: what runs, what is asked of other hosts, what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page

# Before any script of the page, in every frame.
CANARY = """
Object.defineProperty(window, 'canary', {set() { console.error('canary'); }});
document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective));
"""

TEXT = "/a-page-of-the-test/"

# Handlers that wait for a reader are called; links are read, not followed. Then what stands in the page.
AUDIT = """async () => {
    const everything = [...document.querySelectorAll('*')];
    const found = new Set();
    for (const element of everything) {
        const names = element.getAttributeNames().sort();
        found.add([element.localName, ...names].join(' '));
        for (const name of ['href', 'src', 'action', 'formaction', 'xlink:href'])
            if (names.includes(name)) {
                let scheme = 'no address';
                try { scheme = new URL(element.getAttribute(name), document.baseURI).protocol; } catch {}
                if (!['http:', 'https:', 'mailto:'].includes(scheme)) found.add('leads to ' + scheme);
            }
    }
    for (const element of document.body?.querySelectorAll('*') ?? [])
        for (const name of ['click', 'mouseover', 'pointerover', 'focus', 'toggle', 'animationstart'])
            element.dispatchEvent(new Event(name));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const links = [...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin);
    return [[...found], links.map(a => a.pathname + a.search)];
}"""


@dataclass
class Seen:
    """What a page did; its tags, each with the names of its attributes; its links into the site."""

    deeds: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)


class Watch:
    """Opens pages of one site."""

    def __init__(self, context: BrowserContext, site: str):
        self.context = context
        self._site = site
        self._host = urlsplit(site).netloc
        self._deeds: list[str] = []
        self._journeys: list[str] = []
        context.add_init_script(CANARY)
        context.on("dialog", self._dismiss)
        context.on("console", lambda message: self._note_message(message.text))
        context.on("weberror", lambda error: self._deeds.append(f"script error: {error.error}"))
        context.on("request", lambda request: self._note_request(request.url))
        self.page = self._new_page()

    def _new_page(self) -> Page:
        page = self.context.new_page()
        page.on("popup", lambda _: self._deeds.append("opened a window"))
        page.on("download", lambda _: self._deeds.append("downloaded a file"))
        page.on("framenavigated", self._note_journey)
        return page

    def open(self, address: str) -> Seen:
        """Load a page of the site, let it do what it will, and say what it did."""
        self._deeds, self._journeys = [], []
        tags, links = [], []
        try:
            self.page.goto(self._site + address, wait_until="load", timeout=20_000)
            tags, links = self.page.evaluate(AUDIT)
        except Error as error:
            self._deeds.append(f"would not be read: {error.message.splitlines()[0]}")
        deeds = [*self._deeds, *(f"went to {place}" for place in self._journeys[1:])]
        if deeds:  # what it began may still be going on
            self.page.close()
            self.page = self._new_page()
        return Seen(deeds, set(tags), links)

    def open_text(self, html: str, policy: str) -> Seen:
        """The same for a page that is not of the site, sent with its content security policy."""
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
        self.context.route(self._site + TEXT, lambda route: route.fulfill(body=html, headers=headers))
        try:
            return self.open(TEXT)
        finally:
            self.context.unroute(self._site + TEXT)

    def _note_journey(self, frame) -> None:
        if frame.parent_frame is None:
            self._journeys.append(frame.url)

    def _dismiss(self, dialog):
        self._deeds.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_message(self, text: str) -> None:
        if "404 (Not Found)" not in text:
            self._deeds.append(f"console: {text}")

    def _note_request(self, url: str) -> None:
        if urlsplit(url).netloc != self._host:
            self._deeds.append(f"request: {url}")


@contextmanager
def watching(browser: Browser, site: str, *, walled: bool, session: str = "") -> Iterator[Watch]:
    """A watch of its own context; not `walled`, the browser ignores the site's content security policy.

    `session` is the name and the value of a cookie.
    """
    context = browser.new_context(bypass_csp=not walled, reduced_motion="reduce", service_workers="block")
    if session:
        name, value = session.split()
        context.add_cookies([{"name": name, "value": value, "url": site}])
    try:
        yield Watch(context, site)
    finally:
        context.close()
