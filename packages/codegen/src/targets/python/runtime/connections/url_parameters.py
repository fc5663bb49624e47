"""What the parameters of a database URL mean: Prisma's own, node-postgres', libpq's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from psycopg import pq

from ..errors import ConfigurationError

#: Longer than a process lives, and what every clock takes.
FOREVER = 100_000_000.0

#: What ``psycopg.connect`` has beside libpq's parameters.
PSYCOPG = (
    "autocommit",
    "prepare_threshold",
    "context",
    "row_factory",
    "cursor_factory",
)


@cache
def libpq_parameters() -> frozenset[str]:
    """The parameters of libpq, which has more of them with every version."""
    defaults = pq.Conninfo.get_defaults()
    return frozenset(option.keyword.decode() for option in defaults)


def refused(name: str, why: str, fix: str) -> ConfigurationError:
    """The error for a parameter that cannot stay as it is."""
    return ConfigurationError(
        f"The parameter {name} of the database URL {why}. {fix}", parameter=name
    )


def unknown_parameter(name: str, what: str) -> ConfigurationError:
    """The error for a name that nobody knows, with the one that may be meant."""
    known = [*_OURS, *libpq_parameters(), *(PSYCOPG if what == "option" else ())]
    close = get_close_matches(name, known, 1)
    fix = f"Did you mean {close[0]}?" if close else _INSTEAD.get(name, "Leave it out.")
    return ConfigurationError(
        f"The {what} {name} of the database connection is unknown. {fix}",
        parameter=name,
    )


def understood(
    libpq: dict[str, Any], given: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """libpq's parameters with what the query of a URL adds, and the client's own."""
    ours: dict[str, Any] = {}
    for name, value in given.items():
        if name in _OURS:
            _OURS[name](name, value, ours)
        elif name in ("sslmode", "sslaccept", "sslcert", "sslidentity", "ssl"):
            continue
        elif name in _INSTEAD:
            raise unknown_parameter(name, "parameter")
        elif name in _SETTINGS:
            _number(name, value)
            setting = f"-c {name}={value}"
            libpq["options"] = f"{libpq.get('options', '')} {setting}".strip()
        elif name == "options":
            libpq["options"] = f"{value} {libpq.get('options', '')}".strip()
        elif name in libpq_parameters():
            libpq[name] = value
        else:
            raise unknown_parameter(name, "parameter")
    libpq |= _encryption(given)
    if given.get("sslmode") == "prefer" and libpq.get("sslmode") == "verify-full":
        # libpq would not do without TLS where the server has none.
        ours["prefers_tls"] = True
    return libpq, ours


def _encryption(given: Mapping[str, str]) -> dict[str, str]:
    if "sslidentity" in given:
        raise refused(
            "sslidentity",
            "is a PKCS #12 file, which libpq does not read",
            "Take it apart (openssl pkcs12 -in FILE -nodes) and give sslcert and sslkey.",
        )
    chosen: dict[str, str] = {}
    mode = given.get("sslmode")
    if mode is None and "ssl" in given:
        mode = {"true": "require", "1": "require", "no-verify": "require"}.get(
            given["ssl"], "disable"
        )
    if mode is not None:
        chosen["sslmode"] = "require" if mode == "no-verify" else mode
        if chosen["sslmode"] not in _SSL_MODES:
            raise refused(
                "sslmode",
                "has no such value",
                f"Its values: {', '.join(_SSL_MODES)}.",
            )
    # With a key it is libpq's certificate of the client, else Prisma's of the server.
    certificate = given.get("sslcert")
    is_of_client = "sslkey" in given
    if certificate is not None:
        chosen["sslcert" if is_of_client else "sslrootcert"] = certificate
    accept = given.get("sslaccept", "accept_invalid_certs")
    if accept not in ("strict", "accept_invalid_certs"):
        raise refused(
            "sslaccept",
            "has no such value",
            "Its values: strict, accept_invalid_certs.",
        )
    if accept == "strict" and mode != "disable":
        chosen["sslmode"] = "verify-full"
        if "sslrootcert" not in given:
            chosen.setdefault("sslrootcert", "system")
    return chosen


_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def _number(name: str, value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value):
        raise refused(
            name, "is a number without a unit", f"Write {name}=10, for example."
        )
    return int(value)


_Parameter = Callable[[str, str, dict[str, Any]], None]


def _seconds(key: str, zero: float | None) -> _Parameter:
    """``zero`` is what 0 says: without a limit."""

    def read(name: str, value: str, ours: dict[str, Any]) -> None:
        ours[key] = float(_number(name, value)) or zero

    return read


def _milliseconds(name: str, value: str, ours: dict[str, Any]) -> None:
    limit = _number(name, value) / 1000
    if limit:
        others = ours.get("statement_timeout")
        ours["statement_timeout"] = limit if others is None else min(limit, others)


def _connections(name: str, value: str, ours: dict[str, Any]) -> None:
    ours["max_connections"] = _number(name, value)
    if ours["max_connections"] < 1:
        raise refused(name, "is at least 1", "Write connection_limit=10, for example.")


def _is_true(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise refused(name, "has no such value", "Its values: true, false.")
    return value == "true"


def _pooler(name: str, value: str, ours: dict[str, Any]) -> None:
    if _is_true(name, value):
        ours["statement_cache"] = 0


def _versioned(name: str, value: str, ours: dict[str, Any]) -> None:
    ours["versioned"] = _is_true(name, value)


def _cache(name: str, value: str, ours: dict[str, Any]) -> None:
    # Behind a pooler it is 0 whatever else is said.
    size = _number(name, value)
    ours["statement_cache"] = min(size, ours.get("statement_cache", size))


def _schema(name: str, value: str, ours: dict[str, Any]) -> None:
    ours["schema"] = value or None


def _no_difference(_name: str, _value: str, _ours: dict[str, Any]) -> None:
    pass


_OURS: dict[str, _Parameter] = {
    "schema": _schema,
    "versioned": _versioned,
    "connection_limit": _connections,
    "pool_timeout": _seconds("pool_timeout", FOREVER),
    "socket_timeout": lambda name, value, ours: _milliseconds(
        name, f"{_number(name, value)}000", ours
    ),
    "pgbouncer": _pooler,
    "statement_cache_size": _cache,
    "max_connection_lifetime": _seconds("max_lifetime", FOREVER),
    "max_idle_connection_lifetime": _seconds("max_idle", FOREVER),
    # Of node-postgres.
    "statement_timeout": _milliseconds,
    "query_timeout": _milliseconds,
    "uselibpqcompat": _no_difference,
}

#: Settings of the server that node-postgres knows, in milliseconds.
_SETTINGS = ("lock_timeout", "idle_in_transaction_session_timeout")

_INSTEAD = {
    "search_path": "Let the server set it: options=-c%20search_path%3DNAME",
    "currentSchema": "Write schema=NAME.",
    "role": "Let the server set it: options=-c%20role%3DNAME",
    "database": "Write the database behind the host.",
}
