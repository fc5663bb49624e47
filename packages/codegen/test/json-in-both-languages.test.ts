import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { describe, expect, test } from 'vitest';
import { pythonTarget } from '../src/targets/python/python-target.ts';
import { fixtureModel, options } from './fixture.ts';
import { ddl, execute, installProject } from './installed-project.ts';
import { PYTHON, writeFiles } from './python/generated.ts';
import { run } from './run.ts';

/** Writes rows, and says how they are in JSON; given documents of Python, whether they are the same rows. */
const node = `
import { isDeepStrictEqual } from 'node:util';
import { createClient, fromJson, toJson } from '@org/db-client';
await using db = createClient();
const [documents] = process.argv.slice(2).map((text) => JSON.parse(text));
const one = (values) => ({
  small: -32768, big: -9223372036854775808n, real: 0.5, double: 0.1, price: '-99999999.9999', yes: true, text: 'ä😀"',
  code: 'c', fixed: 'abc', day: new Date('2024-02-29'), clock: new Date('1970-01-01T23:59:59.999Z'),
  at: new Date('0001-01-01T00:00:00.000Z'), plain: new Date('9999-12-31T23:59:59.999Z'), data: { a: [null, 1.5] }, jsonText: 'x',
  bytes: new Uint8Array([0, 255]), status: 'ARCHIVED', ip: '::1', bits: '101', cash: '1.50', ...values,
});
if (documents === undefined) {
  await db.scalars.create({ data: one({}) });
  await db.scalars.create({ data: one({ big: 9007199254740991n, price: '0.0001', bytes: new Uint8Array(), at: new Date(1) }) });
  await db.lists.create({ data: {
    numbers: [1], bigs: [9007199254740991n], prices: ['0.0000001', '1e30'], floats: [0.1], texts: [''], times: [new Date(1)],
    documents: [{ a: 1 }], blobs: [new Uint8Array([1])],
  } });
}
const rows = { Scalars: await db.scalars.findMany({ orderBy: { id: 'asc' } }), Lists: await db.lists.findMany() };
const answer = documents
  ? Object.entries(documents).map(([model, found]) => {
      try {
        return isDeepStrictEqual(fromJson(model, found), rows[model]);
      } catch (error) {
        return error.message;
      }
    })
  : toJson(rows);
console.log(JSON.stringify(answer));
`;

/** The same of Python, by pydantic's JSON mode. */
const python = `
import json, sys
from pydantic import TypeAdapter
from org_db_client import Client, models

CAMEL = {"json_text": "jsonText", "updated_at": "updatedAt"}
SNAKE = {camel: snake for snake, camel in CAMEL.items()}
documents = json.loads(sys.argv[1])
written, same = {}, []
with Client() as db:
    rows = {"Scalars": db.scalars.find_many(order_by={"id": "asc"}), "Lists": db.lists.find_many()}
for model, found in rows.items():
    adapter = TypeAdapter(list[getattr(models, model)])
    document = [{CAMEL.get(name, name): value for name, value in row.items()} for row in adapter.dump_python(found, mode="json")]
    written[model] = document
    theirs = [{SNAKE.get(name, name): value for name, value in row.items()} for row in documents[model]]
    try:
        same.append(adapter.validate_json(json.dumps(theirs)) == found)
    except Exception as error:
        same.append(str(error))
print(json.dumps([written, same]))
`;

interface Documents {
  readonly Scalars: readonly Readonly<Record<string, unknown>>[];
  readonly Lists: readonly Readonly<Record<string, unknown>>[];
}

describe.skipIf(!PYTHON)('rows in JSON', () => {
  test('are written by each language as the other one reads them', async () => {
    await using database = await createTestDatabase();
    await execute(database.connectionString, ddl);
    const { directory } = await installProject();
    try {
      await writeFiles(await pythonTarget.generate(fixtureModel('everything'), options), directory);
      writeFileSync(join(directory, 'rows.mjs'), node);
      writeFileSync(join(directory, 'rows.py'), python);
      const env = { DATABASE_URL: database.connectionString, PYTHONPATH: directory };
      const outputOf = async (program: string, ...args: readonly string[]): Promise<unknown> => {
        const { exitCode, stdout, stderr } = await run(program, args, { cwd: directory, env });
        expect(exitCode, stderr).toBe(0);
        return JSON.parse(stdout);
      };
      const ofNode = (await outputOf(process.execPath, 'rows.mjs')) as Documents;
      const [ofPython, isSame] = (await outputOf(
        PYTHON ?? '',
        'rows.py',
        JSON.stringify(ofNode),
      )) as readonly [Documents, readonly unknown[]];
      expect(isSame).toEqual([true, true]);
      const back = (documents: Documents): Promise<unknown> =>
        outputOf(process.execPath, 'rows.mjs', JSON.stringify(documents));
      // Python writes a BigInt as a number: one that JavaScript has rounded is refused.
      expect(await back(ofPython)).toEqual([
        'Scalars[0].big has not the form of a BigInt in JSON.',
        true,
      ]);
      const [first, ...others] = ofPython.Scalars;
      const exact = { ...first, big: ofNode.Scalars[0]?.big };
      expect(await back({ ...ofPython, Scalars: [exact, ...others] })).toEqual([true, true]);
      expect(first).toMatchObject({ day: '2024-02-29', clock: '23:59:59.999000', bytes: 'AP8=' });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
