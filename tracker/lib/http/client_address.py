"""The address of the client of a request, which a stranger cannot forge.

Behind a proxy every request comes from the proxy's address, and the client's own is in the header
X-Forwarded-For. Anybody may send that header, so it is read only where TRUSTED_PROXIES names the
sender, and only as far as trusted proxies wrote it: from the right.
"""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# One customer of a provider has the whole network, so its addresses count as one client.
IPV6_PREFIX = 64


def networks(names: list[str]) -> list[Network]:
    """The networks of TRUSTED_PROXIES: single addresses, or networks as 10.0.0.0/8."""
    try:
        return [ip_network(name.strip()) for name in names if name.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}") from error


def client_address(request: HttpRequest) -> str:
    """The address of the client of `request`; empty if the server does not know it."""
    sender = request.META.get("REMOTE_ADDR", "")
    return address_behind(sender, request.headers.get("X-Forwarded-For", ""))


def address_behind(text: str, forwarded_for: str) -> str:
    """The address of the client, for whom the sender `text` speaks if it is a trusted proxy."""
    sender = _parse(text)
    if sender is None:
        return ""
    hops = forwarded_for.split(",")
    while _is_trusted(sender) and hops:
        hop = _parse(hops.pop())
        if hop is None:  # not written by a proxy; the last sender known is the best answer
            break
        sender = hop
    return str(sender)


def is_from_trusted_proxy(request: HttpRequest) -> bool:
    """Whether the sender itself, not the client behind it, is trusted."""
    return is_trusted_proxy(request.META.get("REMOTE_ADDR", ""))


def is_trusted_proxy(text: str) -> bool:
    address = _parse(text)
    return address is not None and _is_trusted(address)


def sender(request: HttpRequest) -> dict[str, str]:
    """For logs: number of the person, if known without asking the database, and address."""
    person = getattr(request, "_cached_user", None)
    number = getattr(person, "pk", None)
    return {"user": str(number or ""), "address": client_address(request)}


def client_network(request: HttpRequest) -> str:
    """Like `client_address`, for counting: of IPv6 the network of one customer."""
    return network_of(client_address(request))


def network_of(address: str) -> str:
    parsed = _parse(address)
    if not isinstance(parsed, IPv6Address):
        return address
    return str(IPv6Network((parsed, IPV6_PREFIX), strict=False))


def _is_trusted(address: Address) -> bool:
    trusted: list[Network] = settings.TRUSTED_PROXIES
    return any(address in network for network in trusted)


def _parse(text: str) -> Address | None:
    """The address in `text`, which may have a port; None if there is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
