"""What an import of the package loads, and what its face is."""

import subprocess
import sys

import org_db_client
from org_db_client import ClientError

LATER = ["_tables", "inputs", "fields", "_runtime.actions", "_runtime.row_schemas"]


def test_an_import_loads_only_what_a_client_needs() -> None:
    script = "import org_db_client, sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    loaded = {name for name in done.stdout.split() if "org_db_client" in name}
    assert "org_db_client.models" in loaded
    assert not loaded & {f"org_db_client.{name}" for name in LATER}
    assert "pydantic" not in done.stdout.split()


def test_the_package_has_what_it_says() -> None:
    for name in org_db_client.__all__:
        assert getattr(org_db_client, name) is not None
    assert org_db_client.__version__ == "2.0.0"
    assert issubclass(org_db_client.NotFoundError, ClientError)
