"""Makes the calls of a plan through the installed Python client and writes down what they give.

A write that something is read after is rolled back.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from values import decode, encoded

module_name, plan_file, answer_file = sys.argv[1:]
client_module = importlib.import_module(module_name)
enums = importlib.import_module(f"{module_name}.enums")


class RolledBackError(Exception):
    pass


def argument(given: Any) -> Any:
    """The arguments of a call with values of this language in it."""
    match given:
        case {"kind": "value"}:
            return decode(given, enums)
        case dict():
            return {key: argument(value) for key, value in given.items()}
        case list():
            return [argument(value) for value in given]
        case _:
            return given


def answered(row: Any, shape: dict[str, Any]) -> Any:
    if row is None:
        return None
    answer = [encoded(getattr(row, field["name"]), field["type"]) for field in shape["fields"]]
    for relation in shape["relations"]:
        related = getattr(row, relation["name"])
        answer.append(
            [answered(one, relation["shape"]) for one in related]
            if isinstance(related, list)
            else answered(related, relation["shape"])
        )
    return answer + [row.counts[name] for name in shape["counts"]]


def answer(client: Any, call: dict[str, Any]) -> list[Any]:
    method = getattr(getattr(client, call["accessor"]), call["method"])
    result = method(**argument(call["args"]))
    if isinstance(result, int):
        return [result]
    return [answered(row, call["shape"]) for row in (result if isinstance(result, list) else [result])]


def perform(client: Any, call: dict[str, Any]) -> list[Any]:
    if "after" not in call:
        return answer(client, call)
    rows: list[Any] = []
    try:
        with client.transaction() as tx:
            rows = answer(tx, call)
            rows += [answer(tx, each) for each in call["after"]]
            raise RolledBackError
    except RolledBackError:
        return rows


answers: list[dict[str, Any]] = []
with client_module.Client(os.environ["DATABASE_URL"]) as db:
    for call in json.loads(Path(plan_file).read_text()):
        try:
            answers.append({"kind": "done", "rows": perform(db, call)})
        except Exception as error:  # noqa: BLE001 (whatever it is, the call failed)
            answers.append({"kind": "failed", "error": f"{type(error).__name__}: {error}"})
Path(answer_file).write_text(json.dumps(answers))
