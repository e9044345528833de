"""From which address a request came, told so that the visitor cannot choose it."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address that the outermost trusted proxy saw; without one, that of the connection.

    Each proxy adds to the end of X-Forwarded-For the address that it was spoken to from; what
    stands before the entries of our own TRUSTED_PROXIES is the visitor's to invent. A visitor with
    IPv6 has a whole network of 64 bits to speak from: it counts as one address.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    named = forwarded[-proxies] if 0 < proxies <= len(forwarded) else ""
    return _network(named.strip()) or _network(request.META.get("REMOTE_ADDR", ""))


def _network(text: str) -> str | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False).network_address)
