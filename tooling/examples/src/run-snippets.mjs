// `node run-snippets.mjs SEED.sql MODULE...`: what each module prints, as JSON. The database is
// as the seed has it before each. What goes wrong is told in the place of it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatWithOptions } from 'node:util';
import pg from 'pg';

const [seed, ...modules] = process.argv.slice(2);
const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
await database.connect();
const results = [];
for (const module of modules) {
  await database.query(readFileSync(seed, 'utf8'));
  const printed = [];
  let error = null;
  console.log = (...values) =>
    printed.push(
      formatWithOptions({ breakLength: Number.POSITIVE_INFINITY, compact: 9 }, ...values),
    );
  try {
    const { default: ending } = await import(pathToFileURL(resolve(module)).href);
    // A CommonJS module cannot wait: it exports what it does.
    await ending;
  } catch (failure) {
    error = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  }
  results.push({ printed, error });
}
await database.end();
process.stdout.write(JSON.stringify(results), () => process.exit());
