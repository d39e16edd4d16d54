"""Where a webhook may lead. The portal stands inside the office's network: whoever types an address must not be able to
reach by it what only machines of that network may. So the address is https, all that its name stands for is on the
public internet, and it is asked at exactly the address that was looked at, without following it elsewhere."""

import socket
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
# Addresses that lead on to others: what stands behind them is not to be seen.
TUNNELS = [ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
LONGEST_NAME = 253


class Unsafe(ValueError):
    """The address must not be asked; the text is a sentence for the user."""


@dataclass(frozen=True)
class Target:
    """An address that may be asked, and the machine (`ip`) that was found to be safe."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def examine(url):
    """The Target of an address. Unsafe if it may not be asked; OSError if its name cannot be looked up."""
    parts, port = _parts(url)
    ips = _addresses(parts.hostname, port)
    is_plain = parts.scheme == "http"
    if is_plain and not (settings.WEBHOOK_PLAIN_LOOPBACK and all(ip.is_loopback for ip in ips)):
        raise Unsafe(_("The address must begin with https://."))
    if not is_plain and parts.hostname not in settings.WEBHOOK_PRIVATE_HOSTS and not all(map(_is_public, ips)):
        raise Unsafe(_("The address leads to a machine that is not on the public internet."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path, str(ips[0]))


def _parts(url):
    """(parts, port). Unsafe for what is no plain address of a web server."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError as error:
        raise Unsafe(_("This is not an address of a web server.")) from error
    is_name = bool(parts.hostname) and len(parts.hostname) <= LONGEST_NAME and url.isascii() and url.isprintable()
    if not is_name or parts.scheme not in PORTS or " " in url:
        raise Unsafe(_("This is not an address of a web server."))
    if parts.username or parts.password:
        raise Unsafe(_("An address with a name or password in it is not asked: deliveries are signed instead."))
    return parts, port


def _addresses(host, port):
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise Unsafe(_("This is not an address of a web server.")) from error
    return [ip_address(row[4][0].partition("%")[0]) for row in found]


def _is_public(ip):
    ip = getattr(ip, "ipv4_mapped", None) or ip
    is_tunnel = any(ip.version == net.version and ip in net for net in TUNNELS)
    return ip.is_global and not ip.is_multicast and not is_tunnel
