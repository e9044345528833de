"""The address by which guesses are counted is one that the visitor cannot choose."""

import pytest
from django.test import RequestFactory

from cables.views.client_address import client_address

CONNECTION = "10.0.0.2"
CASES = [
    # proxies, X-Forwarded-For, found
    (0, None, CONNECTION),
    (0, "198.51.100.1", CONNECTION),
    (1, None, CONNECTION),
    (1, "", CONNECTION),
    (1, "198.51.100.1", "198.51.100.1"),
    (1, "192.0.2.99, 198.51.100.1", "198.51.100.1"),
    (1, "192.0.2.99,198.51.100.1", "198.51.100.1"),
    (1, "192.0.2.99, nonsense", CONNECTION),
    (1, "198.51.100.1:4711", CONNECTION),
    (2, "198.51.100.1", CONNECTION),
    (2, "192.0.2.99, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
    (2, "198.51.100.1, 10.0.0.9", "198.51.100.1"),
    (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
    (1, "::ffff:198.51.100.1", "198.51.100.1"),
]


@pytest.mark.parametrize(("proxies", "forwarded", "expected"), CASES)
def test_address_is_the_one_that_our_outermost_proxy_saw(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=CONNECTION)
    assert client_address(request) == expected


def test_connection_without_an_address_has_none(settings):
    settings.TRUSTED_PROXIES = 0
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None
