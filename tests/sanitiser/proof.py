"""The proof in Chromium: whatever the form and wherever it stands, no script runs and no tag is foreign.

Each form is shown as a note and as the words of cables, once behind the content security policy and
once with the browser told to ignore it, so that escaping is proven and not the policy alone; mutations
of forms are tried without it, which is the harder way, and so are forms in questions. What the
template's own tags are is learnt from the same pages with benign words.
"""

from __future__ import annotations

import tempfile
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from math import ceil
from pathlib import Path

from django.template import Context, Engine
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from cables.sanitise import TAGS, clean, safe
from tests.browser.serving import Site
from tests.sanitiser import hostile
from tests.sanitiser.forms import Form
from tests.sanitiser.pages import PLACES, public_pages, sample_pages, staff_pages
from tests.sanitiser.watching import Seen, Watch, watching

NOTES_TOGETHER = 50
NOTES = Engine().from_string(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title></head>'
    '<body>{% for html in notes %}<div class="note">{{ html }}</div>{% endfor %}</body></html>'
)
OF_NOTES = {"html lang", "head", "meta charset", "title", "body", "div class", "a href", *TAGS}

AWAKE = {
    "dialog: 1": "<script>alert(1)</script>",
    "console: canary": "<script>canary = 1</script>",
    "script error: ": "<script>nothing.at.all</script>",
    "request: https://evil.example/": "<img src=https://evil.example/>",
    "went to ": '<script>location.hash = "elsewhere"</script>',
    "opened a window": "<script>window.open('about:blank')</script>",
    "tag b": "<b>",
    "tag p onclick": "<p onclick=''>",
    "tag leads to javascript:": "<a href=javascript:1>",
}
"""What the watch must see without the policy, and a page that does it."""

SIGN_IN = """
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
user = User.objects.create_superuser("watcher")
user.groups.set(Group.objects.all())
client = Client()
client.force_login(user)
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def prove(browser: Browser, forms: Sequence[Form], make_site: Callable[[Path, str], Site]) -> list[str]:
    """The faults found, each in a sentence. `make_site` takes a data folder and a name."""
    faults: list[str] = []
    sources = [form.source for form in forms]
    with tempfile.TemporaryDirectory(prefix="readingroom-sanitiser-") as folder:
        benign = [source.translate(hostile.BENIGN) for source in sources]
        with _holding(make_site(Path(folder, "benign"), "benign"), benign) as (site, serials, session):
            template = defaultdict(set)
            with watching(browser, site, walled=True) as watch:
                sample = list(sample_pages(watch))
            pages = _pages(browser, site, serials, benign, session, walled=True, questions=2 * len(PLACES))
            for kind, address, seen in chain(sample, pages):
                template[kind] |= seen.tags
                faults += (f"{address} with benign words: {deed}" for deed in seen.deeds)
        template["asked list"] |= template["list"] | template["home"]  # a question may find something
        with _holding(make_site(Path(folder, "hostile"), "hostile"), sources) as (site, serials, session):
            with urllib.request.urlopen(site) as home:
                policy = home.headers["Content-Security-Policy"]
            faults += asleep(browser, site, policy)
            known = sum(form.family != "mutations" for form in forms)  # they come first
            for walled, many in ((True, known), (False, len(forms))):
                with watching(browser, site, walled=walled) as watch:
                    faults += note_faults(watch, policy, forms[:many])
                shown = serials[: ceil(many / hostile.TOGETHER)], sources[:many]
                questions = 2 * len(PLACES) if walled else None
                pages = _pages(browser, site, *shown, session, walled=walled, questions=questions)
                for kind, address, seen in pages:
                    faults += (f"{address} ({kind}): {what}" for what in wrong(seen, template[kind]))
    return faults


def asleep(browser: Browser, site: str, policy: str) -> list[str]:
    """What the watch does not see though it is there: a blind watch would find no fault."""
    unseen = []
    with watching(browser, site, walled=False) as watch:
        for deed, body in AWAKE.items():
            seen = watch.open_text(_page([body], escaped=False), policy)
            if not any(word.startswith(deed) for word in wrong(seen, OF_NOTES)):
                unseen.append(f"The watch does not see “{deed}” in {body}")
    with watching(browser, site, walled=True) as watch:
        seen = watch.open_text(_page(["<script>alert(1)</script>"], escaped=False), policy)
        if not any(word.startswith("console: policy: ") for word in seen.deeds):
            unseen.append("The watch does not see the policy stop a script.")
    return unseen


def noticed(watch: Watch, policy: str, form: Form) -> bool:
    """Whether the form does or shows anything foreign where nothing is cleaned, as HTML or as Markdown."""
    markdown = MarkdownIt("commonmark", {"html": True})
    markdown.validateLink = lambda _: True
    page = _page([form.source, markdown.render(form.source)], escaped=False)
    return bool(wrong(watch.open_text(page, policy), OF_NOTES))


def note_faults(watch: Watch, policy: str, forms: Sequence[Form]) -> Iterator[str]:
    """Notes on a page of their own: the seam at which the site's page with notes takes its place."""
    for at in range(0, len(forms), NOTES_TOGETHER):
        together = forms[at : at + NOTES_TOGETHER]
        if wrong(_see_notes(watch, policy, together), OF_NOTES):
            for form in together:
                yield from (
                    f"note, {form}: {what}" for what in wrong(_see_notes(watch, policy, [form]), OF_NOTES)
                )
            yield f"A page of notes from {together[0]} to {together[-1]} is not clean."


def _see_notes(watch: Watch, policy: str, forms: Iterable[Form]) -> Seen:
    """Each form cleaned, and each as if the store held the form itself."""
    notes = [note for form in forms for note in (safe(clean(form.source)), safe(form.source))]
    return watch.open_text(_page(notes), policy)


def _page(notes: Sequence[str], *, escaped: bool = True) -> str:
    return NOTES.render(Context({"notes": notes}, autoescape=escaped))


def wrong(seen: Seen, template: set[str]) -> list[str]:
    return [*seen.deeds, *(f"tag {tag}" for tag in sorted(seen.tags - template))]


@contextmanager
def _holding(site: Site, sources: Sequence[str]) -> Iterator[tuple[str, list[int], str]]:
    """A running site with the telegrams of these sources: its address, their serials, a session of staff."""
    telegrams = site.data / "telegrams"
    serials = hostile.write(telegrams, sources)
    site.manage("prepare")
    site.manage("import_cables", str(telegrams))
    session = site.manage("shell", "-v0", "-c", SIGN_IN).strip()
    with site.running() as address:
        yield address, serials, session


def _pages(
    browser: Browser,
    site: str,
    serials: Sequence[int],
    sources: Sequence[str],
    session: str,
    *,
    walled: bool,
    questions: int | None,
) -> Iterator[tuple[str, str, Seen]]:
    with watching(browser, site, walled=walled) as watch:
        yield from public_pages(watch, serials, sources, questions)
    with watching(browser, site, walled=walled, session=session) as watch:
        yield from staff_pages(watch)
