"""Where the database is: one URL serves a service in Node and one in Python.

Parameters mean what Prisma means by them; libpq's own are understood as well. Nothing is
passed over: a parameter is heeded, or makes no difference, or is refused by its name.
Nothing of a URL that cannot be read is repeated, because it may be the password.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ..errors import ConfigurationError, shown
from .url_parameters import (
    PSYCOPG,
    libpq_parameters,
    refused,
    understood,
    unknown_parameter,
)

_EXAMPLE = "postgresql://user:password@host:5432/database"

#: Any of them says where the database is, as psql would have it.
_ENVIRONMENT = ("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE")


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """What a client has to know to connect. Times are in seconds.

    What is None is not said, and for the client to choose.
    """

    #: For libpq: it may hold the password.
    conninfo: str = field(repr=False)
    #: What ``psycopg.connect`` takes beside libpq's parameters.
    options: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    #: The database schema to look for tables in.
    schema: str | None = None
    #: Whether that is the schema of the client's version.
    versioned: bool | None = None
    max_connections: int | None = None
    pool_timeout: float | None = None
    #: How long a connection is kept, and how long one that nobody uses.
    max_lifetime: float | None = None
    max_idle: float | None = None
    #: How long a statement may take.
    statement_timeout: float | None = None
    #: How many statements a connection keeps prepared; 0 behind a transaction pooler.
    statement_cache: int | None = None
    #: Whether a server that has no TLS is taken without it.
    prefers_tls: bool = False
    #: Where it is, for spans: nothing of who asks.
    host: str = "localhost"
    port: int = 5432
    database: str = ""


def connection_settings(
    url: str | None = None,
    options: Mapping[str, Any] | None = None,
    *,
    name: str = "",
    service: str | None = None,
) -> ConnectionSettings:
    """The settings of a URL, or a conninfo string; by default of ``DATABASE_URL``.

    ``options`` are libpq's and psycopg's, and go before what the URL says. ``name`` is
    what connections are called where nobody says a name, behind that of the service.
    """
    given = dict(options or {})
    _require_text(url)
    text = (_default(given) if url is None or not url.strip() else url).strip()
    parameters, ours = _read(text)
    for key, value in given.items():
        if key in libpq_parameters():
            parameters[key] = value
        elif key not in PSYCOPG:
            raise unknown_parameter(key, "option")
    rest = {key: value for key, value in given.items() if key in PSYCOPG}
    has_name = "application_name" in parameters
    if (
        name
        and not has_name
        and "application_name" not in str(parameters.get("options"))
    ):
        called = name if service is None else f"{service} {name}"
        parameters.setdefault("fallback_application_name", called)
    if "prepare_threshold" in rest and rest["prepare_threshold"] is None:
        ours["statement_cache"] = 0
    if ours.get("statement_cache") == 0:
        rest["prepare_threshold"] = None
    return ConnectionSettings(
        conninfo=make_conninfo("", **parameters),
        options=rest,
        host=str(parameters.get("host") or os.environ.get("PGHOST") or "localhost"),
        port=_port(parameters),
        database=str(parameters.get("dbname") or os.environ.get("PGDATABASE") or ""),
        **ours,
    )


def _require_text(url: object) -> None:
    if not isinstance(url, str | None):
        raise ConfigurationError(
            f"The database URL is text like {_EXAMPLE}, got {shown(url)}."
        )


def _default(options: Mapping[str, Any]) -> str:
    url = os.environ.get("DATABASE_URL", "")
    if url.strip():
        return url
    says_where = any(name in options for name in ("host", "hostaddr", "dbname"))
    if says_where or "service" in options or any(map(os.environ.get, _ENVIRONMENT)):
        return ""
    raise ConfigurationError(
        "Nobody says where the database is. Set the environment variable DATABASE_URL "
        f'to a URL like {_EXAMPLE}, or give it to the client: Client("{_EXAMPLE}").'
    )


def _port(parameters: Mapping[str, Any]) -> int:
    port = str(parameters.get("port") or os.environ.get("PGPORT") or "")
    return int(port) if port.isdigit() else 5432


def _read(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """libpq's parameters and ours."""
    if not _SCHEME.match(text):
        return _read_conninfo(text), {}
    _require_readable(text)
    base, _, query = text.partition("?")
    base = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", base).replace(" ", "%20")
    try:
        libpq: dict[str, Any] = dict(conninfo_to_dict(base))
    except psycopg.Error:
        raise _special() from None
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in given and given[name] != value:
            raise refused(name, "is given twice", "Leave one of the two out.")
        given[name] = value
    return understood(libpq, given)


_SCHEME = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)


def _read_conninfo(text: str) -> dict[str, Any]:
    wrong = ""
    if text[:1] in "\"'`" and text:
        wrong = (
            "It is in quotes, which are part of the value in a Dockerfile or env file."
        )
    elif found := re.match(r"([A-Za-z][\w.+-]*):", text):
        wrong = "It begins with something else than postgresql://."
        if "postgres" in found[1].lower() or found[1].lower() == "jdbc":
            wrong = "It is the URL of a driver: leave out what is around postgresql."
    elif text and not re.match(r"\w+\s*=", text):
        wrong = "It is neither a URL nor a list of key=value."
    else:
        try:
            return dict(conninfo_to_dict(text))
        except psycopg.Error:
            for key in re.findall(r"(?:^|\s)(\w+)\s*=", re.sub(r"'[^']*'", "''", text)):
                if key not in libpq_parameters():
                    raise unknown_parameter(key, "parameter") from None
            wrong = "It is a list of key=value that libpq cannot read."
    raise ConfigurationError(
        f"The database URL cannot be read. {wrong} Write it like {_EXAMPLE}."
    )


def _require_readable(text: str) -> None:
    rest = text[text.index("://") + 3 :]
    parts = re.match(r"([^/?#]*)([^?#]*)(.*)", rest, re.DOTALL)
    authority, path, query = parts.groups() if parts else ("", "", "")
    names = [part.partition("=")[0] for part in query.removeprefix("?").split("&")]
    if (
        authority.count("@") > 1
        or "@" in path
        or query.startswith("#")
        or "#" in query
        or any(name and not re.fullmatch(r"[A-Za-z_][\w.-]*", name) for name in names)
    ):
        raise _special()
    try:
        unquote(rest, errors="strict")
    except UnicodeDecodeError:
        raise _special() from None


def _special() -> ConfigurationError:
    return ConfigurationError(
        "The database URL cannot be read: a character in it ends the user, the password "
        f"or the database too early. Write it like {_EXAMPLE}, with special characters "
        "percent-encoded: @ as %40, / as %2F, : as %3A, # as %23, ? as %3F, % as %25."
    )
