// Runs in a project that installed the Node client: makes every sample row and reads it back.
// Prints one JSON line per row; what did not come back as it was given is a mismatch.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { decoder } from './values.mjs';

const [clientName, planFile] = process.argv.slice(2);
const client = await import(clientName);
const { createClient, Prisma } = client;
const { rows } = JSON.parse(readFileSync(planFile, 'utf8'));
const db = createClient({ connectionString: process.env.DATABASE_URL });

const decode = decoder(client);

function same(sent, read) {
  if (Prisma.Decimal.isDecimal(sent)) return Prisma.Decimal.isDecimal(read) && sent.equals(read);
  if (Array.isArray(sent) && Array.isArray(read)) {
    return sent.length === read.length && sent.every((value, i) => same(value, read[i]));
  }
  if (sent instanceof Uint8Array) return Buffer.compare(sent, Buffer.from(read)) === 0;
  return isDeepStrictEqual(sent, read);
}

const created = new Map();

const dataOf = (columns) =>
  Object.fromEntries(
    columns.map((column) => [
      column.field,
      column.kind === 'reference' ? created.get(column.model)?.[column.of] : decode(column),
    ]),
  );

/** The first of the variants that no CHECK refuses. */
async function create(table, [columns, ...others]) {
  const data = dataOf(columns);
  try {
    return { data, row: await table.create({ data }) };
  } catch (error) {
    if (others.length > 0 && error.message.includes('`23514`')) return create(table, others);
    throw error;
  }
}

let failed = false;
for (const { model, variants, key, hasInsertTrigger, hasRows } of rows) {
  const table = db[model[0].toLowerCase() + model.slice(1)];
  let mismatches;
  try {
    const { data, row } = await create(table, variants).catch(async (error) => {
      if (!hasRows || error.code !== 'P2002') throw error;
      return { data: {}, row: await table.findFirstOrThrow() };
    });
    created.set(model, row);
    const read = await table.findFirstOrThrow({
      where: Object.fromEntries(key.map((field) => [field, row[field]])),
    });
    const expected = hasInsertTrigger ? row : data;
    mismatches = Object.keys(data).filter((field) => !same(expected[field], read[field]));
  } catch (error) {
    mismatches = [String(error.message).trim()];
  }
  failed ||= mismatches.length > 0;
  console.log(JSON.stringify({ model, mismatches }));
}
await db.$disconnect();
process.exit(failed ? 1 : 0);
