"""Prints every word of Python, of its typing and of this package's run time, as JSON.

Two lists: of what modules define, and of what classes have.
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


def nameable(some: set[str]) -> list[str]:
    """The schema language has no name that begins with "_"."""
    return sorted(word for word in some if not word.startswith("_"))


print(json.dumps([nameable(words), nameable(members - words)]))
