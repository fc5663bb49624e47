"""A service in Python: performs operations at random until its stdin ends, and tells on stdout how it goes.

No statement is ever tried again. src/service.ts is the same in Node.
"""

import json
import random
import sys
import threading
import time

import psycopg

config = json.loads(sys.argv[1])
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


def value_of(value: list[str | None] | str, key: str) -> str | None:
    if value == "own key":
        return key
    return new_key() if value == "new key" else chance.choice(value)


def check(statement: dict, values: list[str | None], count: int, row: str | None) -> list[str]:
    rows = statement.get("rows")
    if rows is not None and count != rows:
        return [f"{count} rows where there are {rows}"]
    found = json.loads(row or "{}")
    wrong = []
    for column, source in statement.get("gives", {}).items():
        wanted = values[source - 1] if isinstance(source, int) else source
        if found.get(column) != wanted:
            wrong.append(f"{column} is {found.get(column)}, written was {wanted}")
    return wrong


def perform(connection: psycopg.Connection, operation: dict, key: str) -> list[str]:
    """What came back that should not."""
    act, statements = operation["act"], operation["statements"]
    wrong: list[str] = []
    if len(statements) > 1:
        connection.execute("BEGIN")
    for statement in statements:
        values = [value_of(value, key) for value in statement["values"]]
        cursor = psycopg.RawCursor(connection)
        cursor.execute(statement["sql"], values)
        names = [column.name for column in cursor.description or []]
        first = cursor.fetchone() if names else None
        row = first[names.index("row")] if first and "row" in names else None
        wrong += check(statement, values, cursor.rowcount, row)
        if act == "look":
            if row != own.get(key):
                wrong.append(f"read {row}, wrote {own.get(key)}")
        elif row is not None:
            own[key] = row
    if len(statements) > 1:
        connection.execute("COMMIT")
    if act == "remove":
        del own[key]
    return wrong


def attempt(connection: psycopg.Connection, operation: dict, key: str | None) -> None:
    if key is None:
        return
    name, began = operation["name"], time.perf_counter()
    try:
        wrong = perform(connection, operation, key)
    except psycopg.Error as error:
        connection.execute("ROLLBACK")
        tell(kind="failed", operation=name, message=f"{type(error).__name__}: {error}")
        return
    ms = (time.perf_counter() - began) * 1000
    checks = 1 if operation["act"] == "look" else 0
    tell(kind="done", operation=name, ms=ms, counts=operation.get("counts", 0), checks=checks)
    if wrong:
        tell(kind="wrong", operation=name, message="; ".join(wrong))


threading.Thread(target=wait_for_end, daemon=True).start()
application = f"{config['name']} @org/db-client@{config['version']}"
with psycopg.connect(
    config["connectionString"],
    autocommit=True,
    application_name=application,
    prepare_threshold=5 if config["prepares"] else None,
) as service:
    service.execute(
        "SELECT * FROM schema_migrations.hello(%s, %s, %s)",
        (config["version"], config["name"], "python"),
    )
    operations = config["operations"]
    while not over.is_set():
        chosen = chance.choice(operations)
        attempt(service, chosen, key_for(chosen["act"]))
    look = next(one for one in operations if one["act"] == "look")
    for left in list(own):
        attempt(service, look, left)
