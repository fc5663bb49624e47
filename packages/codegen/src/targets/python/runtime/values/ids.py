"""Values that the client makes: ``now()``, ``uuid()``, ``cuid()``, ``ulid()``, ``nanoid()``."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import os
import secrets
import socket
import time
import uuid

_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NANOID = "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict"


def now() -> datetime.datetime:
    """The time for ``now()`` defaults and ``@updatedAt``."""
    return datetime.datetime.now(datetime.UTC)


def uuid4() -> uuid.UUID:
    """A random UUID."""
    return uuid.uuid4()


def uuid7() -> uuid.UUID:
    """A UUID that sorts by time (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def uuid4_text() -> str:
    """A random UUID as text."""
    return str(uuid.uuid4())


def uuid7_text() -> str:
    """A UUID that sorts by time, as text."""
    return str(uuid7())


def ulid() -> str:
    """A ULID: 48 bits of time and 80 random bits in Crockford's base 32."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


def nanoid(size: int = 21) -> str:
    """A nanoid: random characters that are safe in URLs."""
    return "".join(_NANOID[byte & 63] for byte in secrets.token_bytes(size))


def _base36(value: int) -> str:
    digits = ""
    while True:
        value, digit = divmod(value, 36)
        digits = _BASE36[digit] + digits
        if value == 0:
            return digits


def _padded(value: int, size: int) -> str:
    return _base36(value).rjust(size, "0")[-size:]


def _host_fingerprint() -> str:
    name = socket.gethostname()
    total = len(name) + 36 + sum(map(ord, name))
    return _padded(os.getpid(), 2) + _padded(total, 2)


_counter = itertools.count()


def cuid() -> str:
    """A cuid: ``c``, time, counter, process and host, random; 25 characters."""
    moment = _base36(time.time_ns() // 1_000_000)
    count = _padded(next(_counter), 4)
    random = _padded(secrets.randbits(64), 8)
    return f"c{moment}{count}{_host_fingerprint()}{random}"


def _hash36(text: str) -> str:
    # The first digit of a number in base 36 is not evenly spread: it is dropped.
    digest = hashlib.sha3_512(text.encode()).digest()
    return _base36(int.from_bytes(digest))[1:]


def _entropy(size: int) -> str:
    return "".join(secrets.choice(_BASE36) for _ in range(size))


_cuid2_counter = itertools.count(secrets.randbelow(476_782_367))


def cuid2(size: int = 24) -> str:
    """A cuid2: a letter, then a hash of time, counter, process and random digits."""
    letter = _BASE36[10 + secrets.randbelow(26)]
    moment = _base36(time.time_ns() // 1_000_000)
    count = _base36(next(_cuid2_counter))
    source = moment + _entropy(size) + count + _entropy(32) + str(os.getpid())
    return letter + _hash36(source)[1:size]
