// Runs in a project that installed the Node client: makes the calls of a plan and writes
// down what they give. A write that something is read after is rolled back.
import { readFileSync, writeFileSync } from 'node:fs';
import { decoder, encoded } from './values.mjs';

const [clientName, planFile, answerFile] = process.argv.slice(2);
const client = await import(clientName);
const calls = JSON.parse(readFileSync(planFile, 'utf8'));
const db = client.createClient({ connectionString: process.env.DATABASE_URL });
const decode = decoder(client);

/** The arguments of a call with values of this language in it. */
function argument(given) {
  if (given === null || typeof given !== 'object') return given;
  if (Array.isArray(given)) return given.map(argument);
  if (given.kind === 'value') return decode(given);
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, argument(value)]));
}

function answered(row, { fields, relations, counts }) {
  if (row === null) return null;
  return [
    ...fields.map(({ name, type }) => encoded(row[name], type)),
    ...relations.map(({ name, shape }) =>
      Array.isArray(row[name])
        ? row[name].map((one) => answered(one, shape))
        : answered(row[name], shape),
    ),
    ...counts.map((name) => row._count[name]),
  ];
}

async function answer(on, { model, method, args, shape }) {
  const result = await on[model[0].toLowerCase() + model.slice(1)][method](argument(args));
  if (method === 'count') return [result];
  if (method !== 'findMany' && method.endsWith('Many')) return [result.count];
  return (Array.isArray(result) ? result : [result]).map((row) => answered(row, shape));
}

class RolledBack extends Error {}

async function perform(call) {
  if (call.after === undefined) return answer(db, call);
  let rows = [];
  try {
    await db.$transaction(async (tx) => {
      rows = await answer(tx, call);
      for (const each of call.after) rows.push(await answer(tx, each));
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
  return rows;
}

const answers = [];
for (const call of calls) {
  try {
    answers.push({ kind: 'done', rows: await perform(call) });
  } catch (error) {
    answers.push({ kind: 'failed', error: `${error.code ?? error.name}: ${error.message}` });
  }
}
writeFileSync(answerFile, JSON.stringify(answers));
await db.$disconnect();
process.exit(0);
