"""Makes every sample row through the installed Python client and reads it back.

Prints one JSON line per row; what did not come back as it was given is a mismatch.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from values import decode

module_name, plan_file = sys.argv[1:]
client_module = importlib.import_module(module_name)
enums = importlib.import_module(f"{module_name}.enums")


created: dict[str, Any] = {}


def data_of(columns: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        column["field"]: getattr(created[column["model"]], column["of"])
        if column["kind"] == "reference"
        else decode(column, enums)
        for column in columns
    }


def create(table: Any, variants: list[list[dict[str, Any]]]) -> tuple[dict[str, Any], Any]:
    """The first of the variants that no CHECK refuses."""
    columns, *others = variants
    data = data_of(columns)
    try:
        return data, table.create(data=data)
    except client_module.DatabaseError as error:
        if others and error.sqlstate == "23514":
            return create(table, others)
        raise


failed = False
with client_module.Client(os.environ["DATABASE_URL"]) as db:
    for row in json.loads(Path(plan_file).read_text()):
        table = getattr(db, row["accessor"])
        try:
            try:
                data, made = create(table, row["variants"])
            except client_module.UniqueViolationError:
                made = table.find_first() if row["hasRows"] else None
                if made is None:
                    raise
                data = {}
            created[row["model"]] = made
            read = table.find_first(where={field: getattr(made, field) for field in row["key"]})
            expected = {
                field: getattr(made, field) if row["hasInsertTrigger"] else given
                for field, given in data.items()
            }
            mismatches = [field for field in data if getattr(read, field) != expected[field]]
        except Exception as error:  # noqa: BLE001
            mismatches = [f"{type(error).__name__}: {error}"]
        failed = failed or bool(mismatches)
        print(json.dumps({"model": row["model"], "mismatches": mismatches}), flush=True)
sys.exit(1 if failed else 0)
