"""The client's address: from trusted proxies only, as far as they wrote it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from tracker.lib.http.client_address import client_address, client_network, networks

PROXY, CLIENT, STRANGER = "172.31.250.2", "203.0.113.7", "198.51.100.9"


def _request(sender, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=sender, **headers)


def test_without_trusted_proxies_the_header_is_ignored(settings):
    settings.TRUSTED_PROXIES = []

    assert client_address(_request(STRANGER, CLIENT)) == STRANGER
    assert client_address(_request("127.0.0.1", CLIENT)) == "127.0.0.1"


@pytest.mark.parametrize(
    ("sender", "forwarded", "expected"),
    [
        (PROXY, CLIENT, CLIENT),
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        # The client wrote the first ones itself; only the last was written by the proxy
        (PROXY, f"10.1.2.3, {CLIENT}", CLIENT),
        (PROXY, f"127.0.0.1, 10.9.9.9, {STRANGER}", STRANGER),
        # Two proxies of our own
        (PROXY, f"10.1.2.3, {CLIENT}, 172.31.250.3", CLIENT),
        (PROXY, "172.31.250.4, 172.31.250.3", "172.31.250.4"),
        # Anybody else
        (STRANGER, CLIENT, STRANGER),
        (STRANGER, PROXY, STRANGER),
        # Not addresses
        (PROXY, "unknown", PROXY),
        (PROXY, f"{CLIENT}, <script>", PROXY),
        (PROXY, f"{CLIENT},", PROXY),
        # With a port, in brackets, IPv6, IPv4 within IPv6
        (PROXY, f"{CLIENT}:50123", CLIENT),
        (PROXY, "[2001:db8::7]:50123", "2001:db8::7"),
        (PROXY, "2001:DB8:0::7", "2001:db8::7"),
        (PROXY, f"::ffff:{CLIENT}", CLIENT),
        (f"::ffff:{PROXY}", CLIENT, CLIENT),
        ("fd00::5", "2001:db8::7", "2001:db8::7"),
        ("2001:db8::9", "2001:db8::7", "2001:db8::9"),
        ("", CLIENT, ""),
    ],
)
def test_the_client_is_the_last_sender_that_is_not_trusted(settings, sender, forwarded, expected):
    settings.TRUSTED_PROXIES = networks(["172.31.250.0/24", "fd00::/8"])

    assert client_address(_request(sender, forwarded)) == expected


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (CLIENT, CLIENT),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (f"::ffff:{CLIENT}", CLIENT),
        ("", ""),
    ],
)
def test_addresses_of_one_customer_count_as_one(sender, expected):
    assert client_network(_request(sender)) == expected


def test_a_wrong_setting_names_itself():
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        networks(["10.0.0.1/8"])
    assert [str(network) for network in networks(["10.0.0.0/8", " ::1 ", ""])] == [
        "10.0.0.0/8",
        "::1/128",
    ]
