"""Opens generated Python clients and runs operations through them: JSON jobs on stdin, a line of outcomes for each on stdout."""

import base64
import dataclasses
import importlib
import json
import sys
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any


def decode_time(text: str, native_type: str) -> Any:
    moment = datetime.fromisoformat(text)
    match native_type:
        case "Date":
            return moment.date()
        case "Time":
            return moment.time()
        case "Timetz":
            return moment.timetz()
        case "Timestamp":
            return moment.replace(tzinfo=None)
        case _:
            return moment


DECODERS: dict[str, Callable[[Any, str], Any]] = {
    "BigInt": lambda text, _: int(text),
    "Bytes": lambda text, _: base64.b64decode(text),
    "DateTime": decode_time,
    "Decimal": lambda text, _: Decimal(text),
    "String": lambda text, native: uuid.UUID(text) if native == "Uuid" else text,
}


class Runner:
    def __init__(self, module: str, database_url: str) -> None:
        self.enums = importlib.import_module(f"{module}.enums")
        # As a service has it: one connection, with all that was run more than once prepared.
        self.client = importlib.import_module(module).Client(
            f"{database_url}?statement_cache_size=10000", max_connections=1
        )

    def value(self, given: dict[str, Any]) -> Any:
        def one(item: Any) -> Any:
            if item is None:
                return None
            if given["type"] == "Enum":
                return getattr(self.enums, given["of"])[item]
            return DECODERS.get(given["type"], lambda plain, _: plain)(item, given["of"])

        value = given["value"]
        return [one(item) for item in value] if isinstance(value, list) else one(value)

    def row(self, given: dict[str, Any]) -> dict[str, Any]:
        return {name: self.value(value) for name, value in given.items()}

    def perform(self, operation: dict[str, Any]) -> Any:
        table = getattr(self.client, operation["entity"])
        match operation["act"]:
            case "create":
                return table.create(self.row(operation["data"]))
            case "update":
                return table.update(self.row(operation["where"]), self.row(operation["data"]))
            case "upsert":
                return table.upsert(
                    self.row(operation["where"]),
                    self.row(operation["create"]),
                    self.row(operation["update"]),
                )
            case "delete":
                return table.delete(self.row(operation["where"]))
            case "findUnique":
                return table.find_unique(self.row(operation["where"]))
            case "follow":
                name = operation["relation"]
                rows = table.find_many(include={name: True})
                return [
                    {**to_json(row), operation["relationName"]: to_json(getattr(row, name))}
                    for row in rows
                ]
            case "connect":
                data = {operation["relation"]: {"connect": self.row(operation["to"])}}
                return table.update(self.row(operation["where"]), data)
            case "order":
                by = operation["by"]
                return [getattr(row, by) for row in table.find_many(order_by={by: "asc"})]
            case "findMany":
                return table.find_many()
            case "filter":
                return table.find_many(where=self.row(operation["by"]))
            case "deleteMany":
                return table.delete_many(self.row(operation["by"]))
            case "count":
                return table.count()
            case act:
                raise ValueError(act)

    def run(self, operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        outcomes: list[dict[str, Any]] = []
        for operation in operations:
            try:
                outcomes.append({"kind": "done", "answer": to_json(self.perform(operation))})
            except Exception as error:  # noqa: BLE001 (whatever it is, the operation failed)
                outcomes.append({"kind": "failed", "error": f"{type(error).__name__}: {error}"})
        return outcomes


def to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    match value:
        case list():
            return [to_json(item) for item in value]
        case Enum():
            return value.name
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case Decimal() | uuid.UUID():
            return str(value)
        case _:
            return value


clients: dict[int, Runner] = {}


def answer(job: dict[str, Any]) -> list[dict[str, Any]]:
    match job:
        case {"client": number, "open": {"module": module, "databaseUrl": url}}:
            clients[number] = Runner(module, url)
        case {"client": number, "operations": operations}:
            return clients[number].run(operations)
        case {"client": number, "close": True}:
            clients.pop(number).client.close()
        case _:
            raise ValueError(job)
    return []


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
