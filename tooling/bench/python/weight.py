"""``python weight.py WHAT [URL]``: the CPU and the memory of one start, as JSON.

``nothing``, ``psycopg``, ``sqlalchemy`` or ``client`` is imported; with a URL, a
connection is opened and a row is read.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def main(what: str, url: str | None) -> None:
    started = time.process_time()
    if what == "psycopg":
        import psycopg

        seconds = time.process_time() - started
        if url is not None:
            db = psycopg.connect(url, autocommit=True)
            db.execute("SELECT * FROM entity_0 LIMIT 1").fetchall()
    elif what == "sqlalchemy":
        import psycopg
        import sqlalchemy.dialects.postgresql
        import sqlalchemy.orm

        seconds = time.process_time() - started
        if url is not None:
            with sqlalchemy.create_engine(
                url.replace("postgresql://", "postgresql+psycopg://", 1)
            ).connect() as connection:
                query = sqlalchemy.text("SELECT * FROM entity_0 LIMIT 1")
                connection.execute(query).all()
    elif what == "client":
        import large_db

        seconds = time.process_time() - started
        if url is not None:
            client = large_db.Client(url)
            client.entity0.find_first()
    else:
        seconds = time.process_time() - started
    json.dump({"seconds": seconds, "mebibytes": _peak_mebibytes()}, sys.stdout)


def _peak_mebibytes() -> float:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        # Of macOS, which counts in bytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    # Not what getrusage says, which counts the process that this one was started from.
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
