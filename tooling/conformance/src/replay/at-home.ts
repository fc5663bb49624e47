import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import { packAll, packageNames } from '@schema-service/codegen';
import type { TestDatabase } from '@schema-service/local-postgres';
import { preparePython } from '@schema-service/python-tools';
import type { ReadRelease } from '@schema-service/release';
import type { Answer, Call } from '../calls/call.ts';
import { readExistingRows } from '../calls/existing-rows.ts';
import { makeMoreRows } from '../calls/make-more-rows.ts';
import { planAll } from '../calls/plan-all.ts';
import { countDone, nodeRunner, pythonRunner, type Runner } from '../calls/runners.ts';
import type { ConformanceContext } from '../conformance-context.ts';
import { createInNode, installNode } from '../node-check.ts';
import { readTableFacts } from '../prisma-history.ts';
import { installPython } from '../python-check.ts';
import { planSampleRows } from '../sample-rows.ts';
import { goOn } from './go-on.ts';

/** Milliseconds that a program may take. */
const TIME_LIMIT = 600_000;

/** A client on a database, by its language. */
type Runners = Readonly<Record<string, (databaseUrl: string) => Runner>>;

/** What a released client gives on the database of its own version. */
export interface Home {
  readonly runners: Runners;
  readonly kinds: readonly (readonly [title: string, calls: readonly Call[]])[];
  /** By language and kind. */
  readonly answers: ReadonlyMap<string, readonly Answer[]>;
  readonly logs: string;
}

/** Makes a row of every model and more on the database of the client's version, and all calls. */
export async function beAtHome(
  root: string,
  release: ReadRelease,
  database: TestDatabase,
  work: string,
): Promise<Home> {
  const { version, model } = release;
  const logs = join(root, '.data', 'replay', version);
  console.log(`\nclient ${version} (logs: ${relative(process.cwd(), logs)})`);
  rmSync(logs, { recursive: true, force: true });
  for (const folder of [logs, work]) mkdirSync(folder, { recursive: true });
  const names = packageNames({ scope: '@conformance', name: 'db' });
  const artifacts = await step('generate, compile and pack', () =>
    packAll(model, { version, names }),
  );
  for (const { filename, bytes } of artifacts) writeFileSync(join(work, filename), bytes);
  await goOn(root, database, [release]);
  const { connectionString } = database;
  const plan = planSampleRows(model, await readTableFacts(connectionString));
  const planFile = join(work, 'rows.json');
  writeFileSync(planFile, JSON.stringify(plan));
  const limits = { timeLimit: TIME_LIMIT };
  const context: ConformanceContext = {
    ...{ model, names, artifacts, work, logs, plan, planFile, limits },
  };
  await installNode(context);
  await createInNode(context, connectionString);
  await makeMoreRows(context, connectionString);
  const runners = await installRunners(root, context);
  const kinds = planAll(model, await readExistingRows(connectionString, model));
  const answers = new Map<string, readonly Answer[]>();
  for (const [language, runner] of Object.entries(runners)) {
    await step(`calls at home, ${language}`, async (note) => {
      let done = 0;
      for (const [title, calls] of kinds) {
        const given = await runner(connectionString)(calls);
        answers.set(`${language} ${title}`, given);
        done += countDone(given);
      }
      note(`${kinds.flatMap(([, calls]) => calls).length} calls, ${done} succeed`);
    });
  }
  return { runners, kinds, answers, logs };
}

async function installRunners(root: string, context: ConformanceContext): Promise<Runners> {
  const node = (databaseUrl: string): Runner => nodeRunner(context, databaseUrl);
  const python = await preparePython(join(root, '.data'));
  if (python.kind === 'missing') {
    console.log(`– Python is left out. ${python.reason}`);
    return { Node: node };
  }
  const interpreter = await installPython(context, python.python);
  return { Node: node, Python: (url) => pythonRunner(context, url, interpreter) };
}
