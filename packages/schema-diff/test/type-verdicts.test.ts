import { join } from 'node:path';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { changeRecord, diff } from '../src/index.ts';

const declared = [
  'String',
  'String @db.VarChar(9)',
  'String @db.VarChar(10)',
  'String @db.VarChar',
  'String @db.Char(9)',
  'String @db.Uuid',
  'String @db.Citext',
  'String @db.VarBit(9)',
  'String @db.VarBit',
  'Boolean',
  'Int',
  'Int @db.SmallInt',
  'Int @db.Oid',
  'BigInt',
  'Float',
  'Float @db.Real',
  'Decimal',
  'Decimal @db.Decimal(8, 2)',
  'Decimal @db.Decimal(9, 2)',
  'Decimal @db.Decimal(9, 3)',
  'Decimal @db.Money',
  'DateTime',
  'DateTime @db.Timestamp(6)',
  'DateTime @db.Timestamp',
  'DateTime @db.Timestamptz(3)',
  'DateTime @db.Date',
  'DateTime @db.Time(3)',
  'DateTime @db.Time',
  'DateTime @db.Timetz',
  'Json',
  'Json @db.Json',
  'Bytes',
  'E',
  'F',
  'Unsupported("citext")',
  'Unsupported("point")',
];

const schema = (type: string): SchemaModel =>
  parseSchema([
    {
      path: 'schema.prisma',
      content: `enum E {\n  x\n}\nenum F {\n  x\n}\nmodel M {\n  id Int @id\n  c  ${type}\n}\n`,
    },
  ]);

const schemas = new Map(declared.map((type) => [type, schema(type)]));

/** What the rules say of it, in one line. */
function verdict(from: SchemaModel, to: SchemaModel): string {
  return diff(from, to)
    .map(changeRecord)
    .map(({ id, bump, severity, compatibility, reason }) => {
      const answers = Object.entries(compatibility).map(([side, answer]) => `${side} ${answer}`);
      return `${id}: ${[bump, severity, ...answers].join(', ')}. ${reason}`;
    })
    .join(' | ');
}

// `vitest run -u` rewrites the table.
test('every type becomes every other with the verdict that is written down', async () => {
  const verdicts = new Map<string, string[]>();
  for (const [from, before] of schemas) {
    const becomes = new Map<string, string[]>();
    for (const [to, after] of schemas) {
      if (from === to) continue;
      const found = verdict(before, after);
      becomes.set(found, [...(becomes.get(found) ?? []), to]);
    }
    for (const [found, types] of becomes) {
      const line = `  ${from} → ${types.join(' | ')}`;
      verdicts.set(found, [...(verdicts.get(found) ?? []), line]);
    }
  }
  const text = [...verdicts]
    .map(([found, lines]) => `${[found, ...lines].join('\n')}\n`)
    .join('\n');
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'type-verdicts.txt'));
});
