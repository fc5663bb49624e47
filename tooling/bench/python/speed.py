"""``python speed.py URL ROUNDS CASES``: the CPU of each contestant in each case, as JSON.

All take their turn in each round, so what else the machine does slows them alike. A turn
is as many calls as come to TURN seconds of CPU.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from contestant import AsyncWork, Contestant, Work, plain

CASES = ("key", "key async", "list", "insert", "bulk", "conditions", "loaded")
PEERS = ("raw", "ours", "sqlalchemy_peer", "django_peer", "asyncpg_peer")
#: What finds rows that are the same for all, and so is compared.
READS = ("key", "key async", "list", "conditions", "loaded")
TURN = 0.04

#: Makes that many calls, and gives the CPU of one.
Timed = Callable[[int], float]


@dataclass(slots=True)
class Entered:
    """A contestant in a case."""

    name: str
    timed: Timed
    calls: int = 1


def main(url: str, rounds: int, cases: list[str]) -> None:
    with asyncio.Runner() as runner, psycopg.connect(url, autocommit=True) as db:
        everyone: list[Contestant] = []
        for peer in PEERS:
            module = importlib.import_module(f"peers.{peer}")
            if hasattr(module, "contestants"):
                everyone += module.contestants(url)
            if hasattr(module, "async_contestants"):
                everyone += runner.run(module.async_contestants(url))
        # What the libraries consist of is not the business of the garbage collector.
        gc.collect()
        gc.freeze()
        found = {case: _measure(case, everyone, runner, db, rounds) for case in cases}
    json.dump(found, sys.stdout)


def _measure(
    case: str,
    everyone: list[Contestant],
    runner: asyncio.Runner,
    db: psycopg.Connection,
    rounds: int,
) -> dict[str, list[float]]:
    entered: list[Entered] = []
    answers: dict[str, object] = {}
    for one in everyone:
        if (work := one.works.get(case)) is not None:
            entered.append(Entered(one.name, _timed(work)))
            if case in READS:
                answers[one.name] = plain(work(12))
        if (waited := one.async_works.get(case)) is not None:
            entered.append(Entered(one.name, _timed_async(waited, runner)))
            if case in READS:
                answers[one.name] = plain(runner.run(_once(waited)))
    for name, answer in answers.items():
        if answer != answers["psycopg"]:
            raise AssertionError(
                f"{name} finds something else in {case}: {answer!r:.500}\n"
                f"psycopg: {answers['psycopg']!r:.500}"
            )
    for one in entered:
        _empty(db)
        # Warm: prepared, cached, compiled.
        one.timed(1 if case == "bulk" else 12)
        if case != "bulk":
            one.calls = max(1, round(TURN / one.timed(4)))
    measured: dict[str, list[float]] = {one.name: [] for one in entered}
    for number in range(rounds):
        # Each is first in its turn.
        first = number % len(entered)
        for one in entered[first:] + entered[:first]:
            if case in ("bulk", "insert"):
                _empty(db)
            gc.collect()
            measured[one.name].append(one.timed(one.calls))
    return measured


def _empty(db: psycopg.Connection) -> None:
    db.execute("TRUNCATE entries")


def _timed(work: Work) -> Timed:
    def timed(calls: int) -> float:
        started = time.process_time()
        for turn in range(calls):
            work(turn)
        return (time.process_time() - started) / calls

    return timed


def _timed_async(work: AsyncWork, runner: asyncio.Runner) -> Timed:
    async def run(calls: int) -> float:
        started = time.process_time()
        for turn in range(calls):
            await work(turn)
        return (time.process_time() - started) / calls

    return lambda calls: runner.run(run(calls))


async def _once(work: AsyncWork) -> object:
    return await work(12)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3].split(","))
