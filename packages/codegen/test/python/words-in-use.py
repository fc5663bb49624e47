"""Uses what is called by a word: rows of models, fields, and values of enums."""

import json
import os
import pathlib
import sys

import words_columns_client
import words_relations_client
import words_tables_client
import words_values_client

URL = os.environ["DATABASE_URL"]
models, fields = json.loads(pathlib.Path(sys.argv[1]).read_text())

with words_tables_client.Client(URL) as db:
    for name in models:
        table = getattr(db, name)
        assert table.create({"id": 1}) == table.find_unique({"id": 1}), name
        assert table.update({"id": 1}, {"id": 2}).id == 2, name

with words_columns_client.Client(URL) as db:
    columns = words_columns_client.models.AllFields.__dataclass_fields__
    row = {name: number for number, name in enumerate(columns)}
    made = db.all_fields.create(row)
    assert {name: getattr(made, name) for name in row} == row
    for name in fields:
        assert db.all_fields.count({name: row[name]}) == 1, name
        assert db.all_fields.count({"NOT": {name: row[name]}}) == 0, name
        assert db.all_fields.find_first(order_by={name: "asc"}) == made, name

assert words_relations_client.models.Child0

with words_values_client.Client(URL) as db:
    values = list(words_values_client.enums.AllValues)
    assert db.has_values.create({"id": 1, "values": values}).values == values
