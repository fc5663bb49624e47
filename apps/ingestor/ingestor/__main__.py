"""``python -m ingestor BATCH.json``: loads one batch and prints what it did."""

import os
import sys
from pathlib import Path

from org_db_client import Client, schema_version

from ._batch import BatchError, read_batch
from ._load import load_batch


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m ingestor BATCH.json", file=sys.stderr)
        return 2
    database_url = os.environ.get("DATABASE_URL")
    if not database_url:
        print("DATABASE_URL is not set: give the database to load into.", file=sys.stderr)
        return 2
    try:
        batch = read_batch(Path(arguments[0]))
    except BatchError as error:
        print(error, file=sys.stderr)
        return 1
    with Client(database_url, service="ingestor") as db:
        summary = load_batch(db, batch)
    print(f"{summary} (org-db-client {schema_version})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
