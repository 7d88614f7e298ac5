"""A refresh asks the hosts that mkdocs.yml names, and no address of a private network that it does not name."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from builder.numbers.sources.allowed_hosts import AllowedHosts, HostRefused, port_fault

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%lo", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "198.18.0.1", "192.0.2.1", "2001:db8::1",
]  # fmt: skip


def resolves(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def look_up(host: str, port: int, **options: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def refused(hosts: AllowedHosts, host: str, port: int = 443) -> HostRefused:
    with pytest.raises(HostRefused) as caught:
        hosts.addresses(host, port)
    return caught.value


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused_unless_it_is_named(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves(monkeypatch, address)
    reason = refused(AllowedHosts.of(("data.example.com",)), "data.example.com").reason
    assert reason.startswith(
        f"the host data.example.com lies at {ip_address(address)}, in a network that is not public"
    )
    refused(AllowedHosts.of(("data.example.com",)), f"[{address}]" if ":" in address else address)
    if "%" not in address:
        both = AllowedHosts.of(("data.example.com", address))
        if not address.startswith(
            ("::ffff", "64:", "2002:")
        ):  # these stand for IPv4 addresses, which are what is named
            assert both.addresses("data.example.com", 443) == both.addresses(address, 443) == [address]


def test_a_name_is_asked_at_its_public_addresses_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, "10.0.0.1", "8.8.8.8", "2606:4700::1111")
    hosts = AllowedHosts.of(("Data.Example.com.",))
    assert hosts.addresses("data.example.com", 443) == ["8.8.8.8", "2606:4700::1111"]
    assert AllowedHosts.of(("data.example.com", "10.0.0.0/8")).addresses("data.example.com", 80)[0] == "10.0.0.1"


def test_hosts_and_ports_that_are_not_named_are_refused_without_a_look_at_the_name_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("looked up"))
    hosts = AllowedHosts.of(("data.example.com", "api.example.com:8443", "8.8.8.8"))
    for host, port in (("evil.test", 443), ("example.com", 443), ("x.data.example.com", 443), ("1.1.1.1", 443)):
        assert refused(hosts, host, port).reason == f"the host {host} is not allowed"
    assert refused(hosts, "data.example.com", 22).reason == "the host data.example.com is not allowed at port 22"
    refused(hosts, "api.example.com", 443)
    refused(hosts, "8.8.8.8", 22)
    for host in ("2130706433", "0x7f000001", "127.1", "0177.0.0.1", "localhost", ""):
        refused(hosts, host)


def test_the_hint_says_what_to_write() -> None:
    hosts = AllowedHosts.of(())
    assert "hosts: ['a.example']" in refused(hosts, "a.example").hint
    assert "hosts: ['a.example:81']" in refused(hosts, "a.example", 81).hint
    assert "hosts: ['[::1]:81']" in refused(hosts, "[::1]", 81).hint
    assert AllowedHosts.of(("[::1]:81",)).addresses("[::1]", 81) == ["::1"]


def test_chinese_names_are_known_in_both_spellings(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, "8.8.8.8")
    assert AllowedHosts.of(("例子.com",)).addresses("xn--fsqu00a.com", 443) == ["8.8.8.8"]


@pytest.mark.parametrize(
    "entry", ["http://a.example", "a.example/path", "a.example:0", "a.example:99999", "", "*.example"]
)
def test_an_entry_that_is_no_host_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"host|port"):
        AllowedHosts.of((entry,))


def test_a_url_with_a_port_that_does_not_exist_is_told_so() -> None:
    assert port_fault("https://data.example.com:99999/a.csv") == (
        "has the port 99999: ports are numbers from 1 to 65535"
    )
    assert port_fault("https://data.example.com:8443/a.csv") == ""
