import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { step } from '@schema-service/bootstrap/steps';
import { formatError, SchemaServiceError } from '@schema-service/errors';
import type { SchemaModel } from '@schema-service/schema-model';
import type { ConformanceContext } from '../conformance-context.ts';
import { isAccepted } from './accepted-differences.ts';
import type { Answer, Arguments, Call } from './call.ts';
import { readExistingRows } from './existing-rows.ts';
import { makeMoreRows } from './make-more-rows.ts';
import { planAll } from './plan-all.ts';
import { countDone, nodeRunner, pythonRunner } from './runners.ts';
import { isSameError } from './same-error.ts';
import { modelOf } from './schema-facts.ts';

/** What is said on the terminal of answers that differ; the rest is in the log. */
const SHOWN = 5;

/**
 * Filters by, orders by and changes every column, and loads, filters by, orders by and writes
 * through every relation, with both clients on the same rows; holds the answers of the Python
 * client against those of the Node client.
 *
 * @param databaseUrl of the database where the Node client has made its rows
 * @throws SchemaServiceError CONFORMANCE_ANSWERS_DIFFER
 */
export async function checkCalls(
  context: ConformanceContext,
  databaseUrl: string,
  interpreter: string,
): Promise<void> {
  const { model } = context;
  const inNode = nodeRunner(context, databaseUrl);
  const inPythonClient = pythonRunner(context, databaseUrl, interpreter);
  await makeMoreRows(context, databaseUrl);
  const kinds = planAll(model, await readExistingRows(databaseUrl, model));
  const failures: unknown[] = [];
  for (const [title, calls] of kinds) {
    await step(`${title}, Node and Python`, async (note) => {
      const expected = await inNode(calls);
      const found = await inPythonClient(calls);
      note(`${calls.length} calls, ${countDone(expected)} succeed`);
      expectSameAnswers(context, title, calls, expected, found);
    }).catch((error: unknown) => failures.push(error));
  }
  // What is told is the last one: the others are on the terminal by then.
  for (const failure of failures.slice(0, -1)) console.error(formatError(failure));
  if (failures.length > 0) throw failures.at(-1);
}

function expectSameAnswers(
  { logs, model }: ConformanceContext,
  title: string,
  calls: readonly Call[],
  expected: readonly Answer[],
  found: readonly Answer[],
): void {
  const differences = calls.flatMap((call, index) => {
    const [node, python] = [expected[index], found[index]];
    if (node === undefined || python === undefined) return [{ call, node, python }];
    const isSame =
      node.kind === 'failed'
        ? isSameError({ kind: isNested(model, call) ? 'nested' : 'plain', node, python })
        : isDeepStrictEqual(node, python);
    return isSame || isAccepted(model, call, node, python) ? [] : [{ call, node, python }];
  });
  if (differences.length === 0) return;
  const logFile = join(logs, `${title.replaceAll(/\W+/g, '-')}.json`);
  writeFileSync(logFile, JSON.stringify(differences, null, 1));
  throw new SchemaServiceError({
    code: 'CONFORMANCE_ANSWERS_DIFFER',
    message: `${title}: ${differences.length} of ${calls.length} answers of the Python client are not those of the Node client.`,
    why: differences
      .slice(0, SHOWN)
      .map(({ call, node, python }) =>
        [
          `${call.model}.${call.method}(${JSON.stringify(call.args)})`,
          `  Node: ${shortened(node)}`,
          `  Python: ${shortened(python)}`,
        ].join('\n       '),
      )
      .join('\n       '),
    fix: `All of them are in ${logFile}.`,
    meta: { logFile },
  });
}

/** Whether the call writes through a relation. */
function isNested(schema: SchemaModel, { model, args }: Call): boolean {
  const relations = new Set(
    modelOf(schema, model)?.fields.flatMap(({ kind, name }) => (kind === 'relation' ? name : [])),
  );
  return Object.keys((args.data ?? {}) as Arguments).some((name) => relations.has(name));
}

const shortened = (answer: unknown): string => JSON.stringify(answer).slice(0, 300);
