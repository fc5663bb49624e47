"""Prints every word of Python, of its typing and of this package's run time, as JSON.

What modules define, what only classes have, and what clients and rows have.
"""

import builtins
import collections.abc
import importlib
import json
import keyword
import pkgutil
import typing

import org_db_client
import typing_extensions
from org_db_client._runtime import rows

words = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
members = set(dir(str))
for module in (typing, typing_extensions, collections.abc):
    words.update(module.__all__)
for found in pkgutil.walk_packages(org_db_client.__path__, "org_db_client."):
    module = importlib.import_module(found.name)
    words.add(found.name.rpartition(".")[2])
    words.update(vars(module))
    for value in vars(module).values():
        if isinstance(value, type) and value.__module__.startswith("org_db_client."):
            members.update(dir(value))


#: What is made for the models of this schema is no word of the run time.
MADE = ("Product", "Rating", "Review", "product", "rating", "review")


def nameable(some: set[str]) -> list[str]:
    """The schema language has no name that begins with "_"."""
    return sorted(word for word in some if not word.startswith(("_", *MADE)))


clients = {*dir(org_db_client.Client), *dir(org_db_client.AsyncClient)}
transactions = {*dir(org_db_client.Transaction), *dir(org_db_client.AsyncTransaction)}
print(
    json.dumps(
        {
            "words": nameable(words),
            "members": nameable(members - words),
            "client": nameable(clients | transactions),
            "row": nameable(set(dir(rows.Row))),
        }
    )
)
