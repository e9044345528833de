"""The proof in Chromium: whatever the form and wherever it stands, no script runs and no tag is foreign.

Each form is shown as a note on the site's pages and as the words of cables, once behind the content
security policy and once with the browser told to ignore it, so that escaping is proven and not the
policy alone; mutations of forms are tried without it, which is the harder way, and so are forms in
questions. What the template's own tags are is learnt from the same pages with benign words.
"""

from __future__ import annotations

import json
import tempfile
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from math import ceil
from pathlib import Path
from typing import NamedTuple

from django.template import Context, Engine
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from cables.sanitise import TAGS, clean, safe
from tests.browser.serving import Site
from tests.sanitiser import hostile
from tests.sanitiser.forms import Form
from tests.sanitiser.pages import PLACES, noted_pages, public_pages, sample_pages, staff_pages
from tests.sanitiser.watching import Seen, Watch, watching

NOTES = Engine().from_string(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title></head>'
    '<body>{% for html in notes %}<div class="note">{{ html }}</div>{% endfor %}</body></html>'
)
IN_NOTES = {"a href", *TAGS}
OF_NOTES = {"html lang", "head", "meta charset", "title", "body", "div class", *IN_NOTES}

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


WRITE_NOTES = """
import json
from pathlib import Path
from django.contrib.auth.models import User
from django.test import Client
client = Client(headers={{"host": "127.0.0.1"}})
client.force_login(User.objects.get(username="watcher"))
answers = []
for mrn, sources in json.loads(Path({file!r}).read_text()).items():
    for source in sources:
        fields = dict(version=1, identity=1, visibility="all", source=source)
        answers.append(client.post(f"/review/cables/{{mrn}}/annotate/", fields).status_code)
print(*answers)
"""
LEAST_NOTED = 0.9
"""Of the forms, those that a note takes: the others are too long, or hold what no form of the site takes."""


def prove(
    browser: Browser,
    forms: Sequence[Form],
    make_site: Callable[[Path, str], Site],
    *,
    walled: int | None = None,
    questions: int | None = None,
) -> list[str]:
    """The faults found, each in a sentence. `make_site` takes a data folder and a name.

    `walled` forms are shown behind the policy too, all that are no mutations unless given; `questions` are
    asked where the browser ignores it, all the forms unless given.
    """
    faults: list[str] = []
    sources = [form.source for form in forms]
    with tempfile.TemporaryDirectory(prefix="readingroom-sanitiser-") as folder:
        benign = [source.translate(hostile.BENIGN) for source in sources]
        with _holding(make_site(Path(folder, "benign"), "benign"), benign) as held:
            template = defaultdict(set)
            with watching(browser, held.site, walled=True) as watch:
                sample = list(sample_pages(watch))
            pages = _pages(browser, held, benign, walled=True, questions=2 * len(PLACES))
            for kind, address, seen in chain(sample, pages):
                template[kind] |= seen.tags | (IN_NOTES if kind.endswith(" with notes") else set())
                faults += (f"{address} with benign words: {deed}" for deed in seen.deeds)
        template["asked list"] |= template["list"] | template["home"]  # a question may find something
        for kind in ("cable", "tag", "post"):
            template[f"asked /{kind}s/{{}}/"] |= template[kind]
        with _holding(make_site(Path(folder, "hostile"), "hostile"), sources) as held:
            with urllib.request.urlopen(held.site) as home:
                policy = home.headers["Content-Security-Policy"]
            faults += asleep(browser, held.site, policy)
            known = sum(form.family != "mutations" for form in forms)  # they come first
            few = 2 * len(PLACES)
            for behind, many, asked in ((True, walled or known, few), (False, len(forms), questions)):
                with watching(browser, held.site, walled=behind) as watch:
                    faults += note_faults(watch, policy, forms[:many])
                shown = held._replace(
                    serials=held.serials[: ceil(many / hostile.TOGETHER)],
                    noted=held.noted[: ceil(many / hostile.NOTES_TOGETHER)],
                )
                for kind, address, seen in _pages(
                    browser, shown, sources[:many], walled=behind, questions=asked
                ):
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
    """Notes on a page of their own, stored as they are cleaned and stored as if they never were."""
    for at in range(0, len(forms), hostile.NOTES_TOGETHER):
        together = forms[at : at + hostile.NOTES_TOGETHER]
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


class Held(NamedTuple):
    """A running site, the serials of its telegrams with forms and of those with notes, a session of staff."""

    site: str
    serials: list[int]
    noted: list[int]
    session: str


@contextmanager
def _holding(site: Site, sources: Sequence[str]) -> Iterator[Held]:
    """A running site with the telegrams of these sources, and with the same sources as notes."""
    telegrams = site.data / "telegrams"
    serials = hostile.write(telegrams, sources)
    noted = hostile.write_noted(telegrams, len(sources))
    site.prepare()
    site.manage("import_cables", str(telegrams))
    session = site.manage("shell", "-v0", "-c", SIGN_IN).strip()
    _write_notes(site, noted, sources)
    with site.running() as address:
        yield Held(address, serials, noted, session)


def _write_notes(site: Site, noted: Sequence[int], sources: Sequence[str]) -> None:
    """By the form of the site, for all readers."""
    notes, size = site.data / "notes.json", hostile.NOTES_TOGETHER
    of_cables = {f"08{hostile.POST}{serial}": sources[n * size :][:size] for n, serial in enumerate(noted)}
    notes.write_text(json.dumps(of_cables))
    answers = site.manage("shell", "-v0", "-c", WRITE_NOTES.format(file=str(notes))).split()
    written = answers.count("303")
    assert set(answers) <= {"303", "422"}, f"The form for notes answered {sorted(set(answers))}."
    assert written >= LEAST_NOTED * len(sources), f"{written} of {len(sources)} forms became notes."


def _pages(
    browser: Browser, held: Held, sources: Sequence[str], *, walled: bool, questions: int | None
) -> Iterator[tuple[str, str, Seen]]:
    with watching(browser, held.site, walled=walled) as watch:
        yield from public_pages(watch, held.serials, sources, questions)
    with watching(browser, held.site, walled=walled, session=held.session) as watch:
        yield from staff_pages(watch)
        yield from noted_pages(watch, held.noted)
