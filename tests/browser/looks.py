"""A page in every look: wide and narrow, light and dark, and in the colours of the reader's system."""

WIDTHS = (1280, 320)
OF_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules that come out otherwise in another colour scheme."""


def looked_at(page, axe, *, of_admin=False):
    """Asserts that the checker finds nothing in any look, and that nothing scrolls sideways.

    `of_admin`: of Django's pages the checker compares the colours that are named, in whose place the system's
    are seen where these are forced.
    """
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, only in (("light", ()), ("dark", OF_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            at_rest(page)
            axe(page, only=only)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"too wide at {width}"
    page.emulate_media(color_scheme="light", forced_colors="active")
    at_rest(page)
    axe(page, without=["color-contrast"] if of_admin else [])
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def at_rest(page):
    """The admin fades from one scheme into the other."""
    page.evaluate("() => document.getAnimations().forEach(each => each.finish())")
