"""``python run_snippets.py SEED.sql MODULE...``: what each module prints, as JSON.

The database is as the seed has it before each. What goes wrong is told in place of it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
from pathlib import Path

import psycopg


def main(seed: str, modules: list[str]) -> None:
    results = []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as db:
        for module in modules:
            db.execute(Path(seed).read_bytes())
            output = io.StringIO()
            error = None
            try:
                with contextlib.redirect_stdout(output):
                    runpy.run_path(module, run_name="__main__")
            except BaseException:
                error = traceback.format_exc()
            results.append({"printed": output.getvalue().splitlines(), "error": error})
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
