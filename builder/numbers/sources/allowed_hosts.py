"""The hosts that a refresh may ask: those that mkdocs.yml names, at public addresses or at named ones. `http_file` uses it.

A source's URL stands in sources.yml, which lies with the data and is trusted no more than they are: it could name a service of
this machine or of its network, and so could a redirect, or the answer of a name server.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_PORTS = (80, 443)
_WRITTEN_PORT = re.compile(r"https?://[^/?#]*:(\d{1,20})(?=[/?#]|\Z)", re.IGNORECASE)
_NAT64 = ip_network("64:ff9b::/96")  # IPv6 addresses that stand for IPv4 ones


class HostRefused(Exception):
    """A host may not be asked: why, and what to write if it should be."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


@dataclass(frozen=True, kw_only=True)
class AllowedHosts:
    """The entries of `refresh: {hosts: […]}`, each with the ports that it allows."""

    names: frozenset[tuple[str, int]]
    networks: tuple[tuple[IPv4Network | IPv6Network, tuple[int, ...]], ...]

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, entries: tuple[str, ...]) -> AllowedHosts:
        """The hosts that these entries name, e.g. "data.example.com", "10.1.2.0/24", "127.0.0.1:8080".

        An entry without a port allows the usual ones, 80 and 443. Raises ValueError for an entry that names no host.
        """
        names: set[tuple[str, int]] = set()
        networks: list[tuple[IPv4Network | IPv6Network, tuple[int, ...]]] = []
        for entry in entries:
            host, port = _split(entry)
            ports = (port,) if port else _PORTS
            try:
                networks.append((ip_network(host, strict=False), ports))
            except ValueError:
                if "/" in host:
                    raise ValueError(f"{entry} is neither a host nor a network") from None
                names |= {(_name(host), number) for number in ports}
        return cls(names=frozenset(names), networks=tuple(networks))

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host at which it may be asked. Raises HostRefused where there is none, OSError for an unknown name.

        Whoever connects must connect to one of them: a second look at the name server could bring another answer.
        """
        host = host.strip("[]")
        if not _is_ip_address(host) and (_name(host), port) not in self.names:
            raise _refused(host, port)
        addresses = [str(ip_address(host))] if _is_ip_address(host) else _resolved(_name(host), port)
        is_name = not _is_ip_address(host)  # an address that is written must be named, public or not
        allowed = [
            address
            for address in addresses
            if (is_name and _is_public(ip_address(address))) or self._names(address, port)
        ]
        if not allowed:
            raise _refused(host, port, ip_address(addresses[0]))
        return allowed

    def _names(self, address: str, port: int) -> bool:
        bare = _bare(ip_address(address))
        return any(bare in network and port in ports for network, ports in self.networks)


def port_fault(url: str) -> str:
    """That the port of a URL does not exist, as the end of a sentence; "" where it has none or a right one."""
    written = _WRITTEN_PORT.match(url)
    return (
        f"has the port {written[1]}: ports are numbers from 1 to 65535" if written and not _is_port(written[1]) else ""
    )


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) < 65536


def _refused(host: str, port: int, address: IPv4Address | IPv6Address | None = None) -> HostRefused:
    """The refusal of a host that is not named, or of one at an address that is not."""
    entry = str(_bare(address)) if address else host
    reason = f"the host {host} is not allowed" + ("" if port in _PORTS else f" at port {port}")
    if address and not _is_ip_address(host):
        reason = f"the host {host} lies at {address}, in a network that is not public"
    entry = (f"[{entry}]" if ":" in entry else entry) + ("" if port in _PORTS else f":{port}")
    return HostRefused(
        reason, f"if this is right, write `refresh: {{hosts: ['{entry}']}}` below briefings in mkdocs.yml"
    )


def _resolved(name: str, port: int) -> list[str]:
    entries = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


def _is_ip_address(host: str) -> bool:
    try:
        return bool(str(ip_address(host)))
    except ValueError:
        return False


def _split(entry: str) -> tuple[str, int | None]:
    """Host and port of an entry; IPv6 addresses with a port stand in brackets."""
    host, colon, port = entry.rpartition(":")
    if entry.count(":") != 1 and not (entry.startswith("[") and host.endswith("]")):
        host, colon, port = entry, "", ""
    if colon and not _is_port(port):
        raise ValueError(f"{entry} has no port that exists")
    host = host if colon else entry
    if not host.strip("[]") or any(sign in host for sign in "@?#\\ *") or "://" in entry:
        raise ValueError(f"{entry} is no host: write it without http:// and path")
    return host.strip("[]"), int(port) if colon else None


def _name(host: str) -> str:
    """A host's name as the name servers know it."""
    try:
        return host.rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return host.rstrip(".").lower()


def _bare(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for, if any; without the name of an interface."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or IPv6Address(int(address))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    bare = _bare(address)
    return bare.is_global and not bare.is_multicast
