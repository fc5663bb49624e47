/** The part of docs/compatibility.md that is not made from the rules. */
export const introduction: string = `# Compatibility

What each change of the schema means for those who use it. This file is made from the rules and
fixtures of \`packages/schema-diff\` (\`pnpm --filter @schema-service/schema-diff generate:docs\`); a
test fails when it is stale.

Each change is judged on four questions:

- **old reads**: does a client of the previous version still read from the new database?
- **old writes**: does it still write to it?
- **new on old**: does a new client work on the old database?
- **client API**: does code that compiled against the old client (TypeScript, Python) still compile?
  \`same\`: nothing of it changed; \`docs\`: only comments did; \`added\`: it offers more; \`breaks\`: some
  code no longer compiles.

\`yes\`: as before. \`no\`: a plain read or write of the changed thing fails, whatever it holds.
\`depends\`: some values or uses of it fail or mean something else, and others do not. What is asked of
an old client is asked of the code that it was compiled with; of the clients, the one that fares worst
counts. It may run while the database changes: what its connections have prepared is prepared anew. Only
a transaction that is open at that moment may have to be run again (\`TransactionConflictError\` in Python).

A fifth answer, **bridged**, is for a database where each version has a schema of views
([packages/coexistence](../packages/coexistence/README.md)): by what a client of the previous version goes on there beside
those of the current one. \`views\`: they are enough. \`twin\`: a second column holds what has another form. \`fill\`: the database
makes a value for rows of the others. \`no\`: it does not, and what the other answers say of it stays true there. It moves neither
severity nor bump. Where a client of one of both versions notices the other all the same, the rule says what, and until when:
a key or a foreign key is of the rows, whoever writes them ([coexistence.md](coexistence.md)).

The answers to the four questions make the severity and the bump, the highest over them:

| answers                                             | severity  | bump  |
| --------------------------------------------------- | --------- | ----- |
| old reads or old writes \`no\`, or client API \`breaks\` | breaking  | major |
| old reads or old writes \`depends\`                   | dangerous | major |
| new on old \`no\` or \`depends\`, or client API \`added\` | safe      | minor |
| anything else                                       | safe      | patch |

Over all changes between two versions the worst answer counts. A migrated database tells it to a client that
says hello, and \`GET /compatibility\` to anybody: \`ok\` where reads and writes are \`yes\`, \`degraded\` where
one \`depends\`, \`refuse\` where one is \`no\` ([migrator.md](migrator.md#which-clients-work-there)).

Where a rule gives another severity or bump than that, its reason says why. Two things move a bump
from outside: an enum documented with \`/// @tolerates new values\` asks its readers to expect some, and
a new unique constraint or foreign key is minor once a data check found no row that breaks it, which
\`/// @checked @@unique([a, b])\` above its model says (\`schemactl change --data\` looks, and writes it).

What no client sees (an ignored model, an ignored column, one of a type that the schema language has no
name for) is a patch, unless rows can be created without it no longer, or only now.

A rename is one where the schema says \`/// @renamed from: oldName\` above the new name, where an answer
to a question does, or where the database keeps one name for both. Everything else that is gone and new
is a removal and an addition. Keys, indexes and relations that only follow a rename are not stated.

The schema language does not know CHECK constraints, triggers, functions, expression indexes, the query
of a view, or whether a view is materialized. A change of one of them is not in this list: of a view, it
shows what the columns show. It is seen in the SQL of a migration, and where a database is compared with
the structure that its migrations make.
`;
