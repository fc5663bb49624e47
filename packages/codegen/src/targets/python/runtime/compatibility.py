"""How far a database works with the version of the schema that the client is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .errors import ConfigurationError

CompatibilityMode: TypeAlias = Literal["enforce", "warn", "off"]

MODES: tuple[CompatibilityMode, ...] = ("enforce", "warn", "off")


class CompatibilityWarning(UserWarning):
    """The database works with this version of the client in part, or not at all."""


@dataclass(frozen=True, slots=True)
class Compatibility:
    """What the database has answered to a client."""

    #: Whether it works with all of the client, with a part of it, or refuses it.
    answer: Literal["ok", "degraded", "refuse"]
    client_version: str
    #: None before its migrations have run.
    database_version: str | None
    #: The versions of clients that it does not refuse, the oldest first.
    accepted: tuple[str, ...]
    #: What is in the way: a sentence for each change.
    missing: tuple[str, ...]
    #: The newest version of clients that all of it works with.
    newest: str | None
    #: One sentence; None where all is well.
    message: str | None


def require_mode(mode: str) -> None:
    """Raises an error for a mode that there is not."""
    if mode not in MODES:
        raise ConfigurationError(
            f"compatibility is {' or '.join(map(repr, MODES))}, got {mode!r}."
        )


def explained(package: str, said: Compatibility) -> str:
    """What to tell of an answer that is not ok: what is wrong, and what to do."""
    client, database = said.client_version, said.database_version
    where = "at no version yet" if database is None else f"at version {database}"
    verb = "is refused by" if said.answer == "refuse" else "works in part on"
    accepted = ", ".join(said.accepted) or "none"
    reasons = "; ".join(said.missing) or (said.message or "").rstrip(".")
    if database is None or _numbers(client) > _numbers(database):
        remedy = f"Migrate the database to {client}."
    else:
        remedy = f"Upgrade {package} to {said.newest or database}."
    return (
        f"{package} {client} {verb} the database, which is {where} "
        f"(versions that it accepts: {accepted}). {reasons and reasons + '. '}{remedy}"
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version.partition("-")[0])))
