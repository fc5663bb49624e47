"""A service in Python: performs operations at random until its stdin ends, and tells on stdout how it goes.

It has the generated client of its version, as it was packed and installed, with its usual settings. Nothing is ever tried
again. src/service.ts is the same in Node.
"""

import importlib
import json
import random
import re
import sys
import threading
import time
from enum import Enum
from typing import Any

config = json.loads(sys.argv[1])
sys.path.insert(0, config["client"]["folder"])
client_module = importlib.import_module(config["client"]["module"])

chance = random.Random(config["seed"])
own: dict[str, str] = {}
"""The rows that this service alone writes, as they were when it wrote them."""
MOST_OWN = 200
keys = 0
over = threading.Event()


def tell(**event: object) -> None:
    print(json.dumps(event), flush=True)


def new_key() -> str:
    global keys
    keys += 1
    return f"{config['name']}-{keys}"


def wait_for_end() -> None:
    sys.stdin.read()
    over.set()


def key_for(act: str) -> str | None:
    """The row that an operation is about; nothing where the service has none that would do."""
    full = len(own) >= MOST_OWN
    if act == "shared":
        return new_key()
    if act == "create":
        return None if full else new_key()
    if act == "put" and not full and chance.random() < 0.5:
        return new_key()
    if not own or (act == "remove" and not full):
        return None
    return chance.choice(list(own))


def spelled(name: str) -> str:
    """A name of Prisma's as Python has it."""
    name = {"findUniqueOrThrow": "findUniqueOrRaise"}.get(name, name.removeprefix("_"))
    return re.sub("[A-Z]", lambda letter: f"_{letter.group().lower()}", name)


def argument(given: Any, values: dict[str, Any]) -> Any:
    match given:
        case {"$": name}:
            return values[name]
        case dict():
            return {spelled(name): argument(value, values) for name, value in given.items()}
        case list():
            return [argument(value, values) for value in given]
        case _:
            return given


def text(value: Any) -> str | None:
    """The same text for what was written and for what was read."""
    match value:
        case None:
            return None
        case list():
            return json.dumps(value)
        case Enum():
            return str(value.value)
        case _:
            return str(value)


def read(call: dict[str, Any], values: dict[str, Any], result: Any) -> tuple[list[str], str | None]:
    """What came back that should not, and the row, if it is one."""
    changes = call.get("changes")
    if changes is not None:
        return ([] if result == changes else [f"{result} rows where there are {changes}"]), None
    if isinstance(result, list):
        return [], None
    row = {name: text(value) for name, value in vars_of(result).items()}
    wrong: list[str] = []
    for field, source in call.get("gives", {}).items():
        found = row[spelled(field)]
        wanted = source if isinstance(source, str) else text(values[source["$"]])
        if found != wanted:
            wrong.append(f"{field} is {found}, written was {wanted}")
    return wrong, json.dumps(sorted(row.items()))


def vars_of(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).__dataclass_fields__}


def perform(db: Any, operation: dict[str, Any], key: str) -> tuple[list[str], str | None]:
    values: dict[str, Any] = {}
    for name, choice in operation["values"].items():
        own_or_new = {"own key": lambda: key, "new key": new_key}
        values[name] = own_or_new[choice]() if isinstance(choice, str) else chance.choice(choice)

    def call_all(on: Any) -> tuple[list[str], str | None]:
        wrong: list[str] = []
        row: str | None = None
        for call in operation["calls"]:
            method = getattr(getattr(on, call["model"]), spelled(call["method"]))
            found, row = read(call, values, method(**argument(call["args"], values)))
            wrong += found
        return wrong, row

    if not operation.get("isTransaction"):
        return call_all(db)
    with db.transaction() as tx:
        return call_all(tx)


def attempt(db: Any, operation: dict[str, Any], key: str | None) -> None:
    if key is None:
        return
    name, act, began = operation["name"], operation["act"], time.perf_counter()
    try:
        wrong, row = perform(db, operation, key)
    except Exception as error:  # noqa: BLE001 (whatever it is, its caller would see it)
        tell(kind="failed", operation=name, message=f"{type(error).__name__}: {error}")
        return
    ms = (time.perf_counter() - began) * 1000
    tell(
        kind="done",
        operation=name,
        ms=ms,
        counts=operation.get("counts", 0),
        checks=int(act == "look"),
    )
    if act == "look" and row != own.get(key):
        wrong.append(f"read {row}, wrote {own.get(key)}")
    if act == "remove":
        del own[key]
    elif act not in ("look", "shared") and row is not None:
        own[key] = row
    if wrong:
        tell(kind="wrong", operation=name, message="; ".join(wrong))


threading.Thread(target=wait_for_end, daemon=True).start()
with client_module.Client(config["connectionString"], service=config["name"]) as service:
    operations = config["operations"]
    while not over.is_set():
        chosen = chance.choice(operations)
        attempt(service, chosen, key_for(chosen["act"]))
    look = next(one for one in operations if one["act"] == "look")
    for left in list(own):
        attempt(service, look, left)
