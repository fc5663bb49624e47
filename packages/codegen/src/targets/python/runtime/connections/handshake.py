"""The handshake: a client asks the database what it makes of the client's version.

It is asked with the first connection and every five minutes of use. A database that
has no answer, or does not let the client ask, is as good as one that says yes.
"""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from ..compatibility import (
    Compatibility,
    CompatibilityMode,
    CompatibilityWarning,
    explained,
    require_mode,
)
from ..errors import AccessDeniedError, ClientRefusedError, DatabaseError, translate
from ..tables.constraints import know_names
from ..tables.placement import Placement
from .observe import LOGGER

#: In seconds.
_EVERY = 300.0

_TUPLES_OK = ExecStatus.TUPLES_OK.value

#: Fails in no database, so that no log is filled with errors: the function is looked for
#: before it is called, by text that only then is parsed. It waits for no lock for long,
#: and what it notes of the client is not waited for.
_QUESTION = b"""\
SELECT CASE
  WHEN has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')
    AND set_config('lock_timeout', '1000', true) IS NOT NULL
    AND set_config('synchronous_commit', 'off', true) IS NOT NULL
  THEN convert_from(decode(substring(query_to_xml(format(
    'SELECT encode(convert_to((to_jsonb(h) || jsonb_build_object(
      ''comment'', obj_description(to_regnamespace(quote_ident(to_jsonb(h) ->> ''schema_name'')), ''pg_namespace'')
    ))::text, ''UTF8''), ''hex'') AS h FROM %I.hello(%L, %L, %L) AS h',
    n.nspname, $2::text,
    coalesce($3::text, nullif(current_setting('application_name'), left($4::text, 63))),
    'python'
  ), false, true, '')::text FROM '<h>([0-9a-f]*)</h>'), 'hex'), 'UTF8')
END
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname = $1::text AND p.proname = 'hello'
  AND p.proargtypes = '25 25 25'::pg_catalog.oidvector
"""

#: Whether the database has a schema, where the handshake cannot be made.
HAS_SCHEMA = (
    b"SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1::text)"
)


class Handshake:
    """Of one client: when it asks, and what was answered last.

    ``name`` is that of the package with its version, as connections are called.
    """

    def __init__(
        self,
        mode: CompatibilityMode,
        name: str,
        service: str | None,
        ledger_schema: str,
        placement: Placement | None = None,
    ) -> None:
        require_mode(mode)
        self._package, _, self._version = name.rpartition("@")
        #: Whether nothing is sent before the answer is known.
        self.is_enforced = mode == "enforce"
        #: When it is asked next, by the monotonic clock.
        self.due = math.inf if mode == "off" else 0.0
        #: The last answer.
        self.said: Compatibility | None = None
        #: Where the tables are, which the first answer may decide.
        self.placement = placement or Placement()
        self._warned: set[tuple[str, str | None]] = set()
        texts = (ledger_schema, self._version, service, name)
        #: SQL and its parameters.
        self.question: tuple[bytes, list[bytes | None]] = (
            _QUESTION,
            [None if text is None else text.encode() for text in texts],
        )

    def is_due(self) -> bool:
        """Whether it is time to ask."""
        return monotonic() >= self.due

    def decides(self) -> bool:
        """Whether nothing can be sent yet, because the answer says where tables are."""
        return not self.placement.is_known()

    def asking(self) -> None:
        """Has others not ask as well, unless they need the answer."""
        if not (self.is_enforced or self.decides()):
            self.due = monotonic() + _EVERY

    def was_lost(self) -> None:
        """Has the next one ask: the question did not get there."""
        self.due = 0.0

    def explain(self, error: psycopg.Error) -> DatabaseError:
        """The error that a caller is told of.

        A client that is shut out of the schema of its version asks again: whoever looks
        for such clients hears of it so.
        """
        own = self.placement.own
        # PostgreSQL says it in the language of the server.
        said = (
            isinstance(error, pg.InsufficientPrivilege) and error.diag.message_primary
        )
        if not (own and said and own in said):
            return translate(error)
        if self.due != math.inf:
            self.due = 0.0
        return AccessDeniedError(error, self._shut_out_text(own))

    def _shut_out_text(self, own: str) -> str:
        version, said = self._version, self.said
        newest = said.newest if said else None
        to = f" to {newest}" if newest and newest != version else ""
        ends = f"{said.message} " if said and said.message else ""
        return (
            f"This client may not use {own}, the schema of its version. Either clients "
            f"of {version} are shut out for a while, to see who uses it still before it "
            f"ends: {ends}Upgrade {self._package}{to}. Or its role has no right to it: "
            f"GRANT USAGE ON SCHEMA {own}"
        )

    def hear(self, results: Sequence[PGresult]) -> None:
        """Takes an answer, and tells of it.

        Raises :class:`ClientRefusedError` where the answer is enforced: whoever comes
        next asks again, since the database may have been migrated.
        """
        self.due = monotonic() + _EVERY
        found = _found(results)
        if found is None:
            return
        placement = self.placement
        placement.decide(versioned=found.get("schema_name") == placement.own)
        know_names(_names_in(found.get("comment")))
        said = self._read(found)
        if said is None:
            return
        self.said = said
        if said.answer == "ok":
            return
        text = explained(self._package, said)
        if said.answer == "refuse" and self.is_enforced:
            self.due = 0.0
            raise ClientRefusedError(text, said)
        kind = (said.answer, said.database_version)
        if kind not in self._warned:
            self._warned.add(kind)
            _warn(text)

    def _read(self, found: Mapping[str, Any]) -> Compatibility | None:
        answer = found.get("answer")
        if answer not in ("ok", "degraded", "refuse"):
            return None
        return Compatibility(
            answer,
            self._version,
            found.get("database_version"),
            tuple(found.get("accepted") or ()),
            tuple(found.get("missing") or ()),
            found.get("newest"),
            found.get("message"),
        )


def _found(results: Sequence[PGresult]) -> Mapping[str, Any] | None:
    """The answer, empty where nobody gives one; None where the question has failed."""
    result = results[-1] if results else None
    if result is None or result.status != _TUPLES_OK:
        return None
    text = result.get_value(0, 0) if result.ntuples else None
    found: dict[str, Any] = {} if text is None else json.loads(text)
    return found


def _names_in(comment: object) -> Mapping[str, str]:
    """What a comment of the version's schema says, if its migrations wrote it."""
    if not isinstance(comment, str) or not comment.startswith('{"constraints":'):
        return {}
    try:
        names: dict[str, str] = json.loads(comment)["constraints"]
    except ValueError:
        return {}
    return names


_PACKAGE = str(Path(__file__).parents[2])


def _warn(text: str) -> None:
    if LOGGER.hasHandlers():
        LOGGER.warning(text)
    if sys.version_info >= (3, 12):
        warnings.warn(text, CompatibilityWarning, skip_file_prefixes=(_PACKAGE,))
    else:
        warnings.warn(text, CompatibilityWarning, stacklevel=2)
