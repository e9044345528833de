"""The pictures in the docs, taken by the tests' browser.

Run with UPDATE_PICTURES=1 to take them anew; otherwise only asserted to be there.
"""

import os

import pytest

from tests.places import PROJECT

PICTURES = {
    "cable.png": ("/cables/08ZENDA412/", 1280, "light"),
    "list.png": ("/cables/?q=harbor", 1280, "light"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_of_the_docs_is_there(open_page, name):
    address, width, scheme = PICTURES[name]
    page = open_page(address, width=width, scheme=scheme)
    file = PROJECT / "docs" / "images" / name
    if os.environ.get("UPDATE_PICTURES"):
        page.screenshot(path=file, clip={"x": 0, "y": 0, "width": width, "height": 1000}, full_page=True)
    assert file.stat().st_size > 10_000
