import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { preparePython } from '@schema-service/python-tools';
import { buildClients, type Workshop } from './clients/build-clients.ts';
import { checkPython, compileTypeScript } from './clients/compile.ts';
import { exceptions } from './exceptions.ts';
import { clientApiOf } from './judge/client-api.ts';
import { combineVerdicts } from './judge/combine-verdicts.ts';
import { type Disagreement, disagreements } from './judge/observation.ts';
import { type RuleCase, readRuleCases } from './rule-case.ts';
import { observe } from './run/observe.ts';
import { startPython } from './run/run-python.ts';

const help = `pnpm test:verdicts [RULE ...]

For the fixtures of every rule (or of those named, by the beginning of their
names): builds both databases and both clients, in Node and Python, runs the old
clients on the new database and the new ones on the old, compiles code for
either against the other, and holds the rules' verdicts against what happened.
`;

const root = join(import.meta.dirname, '..', '..', '..');

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  const cases = readRuleCases(join(root, 'packages', 'schema-diff', 'fixtures'), args);
  const gone = exceptions.filter(({ id }) => !cases.some((one) => one.id === id));
  if (args.length === 0 && gone.length > 0) {
    console.log(
      `No case has the name of the exceptions for ${gone.map(({ id }) => id).join(', ')}`,
    );
    return 1;
  }
  const work = mkdtempSync(join(tmpdir(), 'verdicts-'));
  const workshop: Workshop = { node: join(work, 'node'), python: join(work, 'python') };
  mkdirSync(workshop.node);
  mkdirSync(workshop.python);
  const server = await startLocalPostgres({ directory: join(work, 'postgres'), throwaway: true });
  process.env.TEST_DATABASE_URL = server.connectionString;
  try {
    return await judgeAll(cases, workshop);
  } finally {
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

async function judgeAll(cases: readonly RuleCase[], workshop: Workshop): Promise<number> {
  const tools = await preparePython(join(root, '.data'));
  if (tools.kind === 'missing') console.log(`– Python is left out. ${tools.reason}`);
  await step('generate the clients', async (note) => {
    for (const [index, ruleCase] of cases.entries()) {
      note(`${index + 1} of ${cases.length}`);
      await buildClients(ruleCase, workshop);
    }
  });
  const typescript = await step('tsc', () => compileTypeScript(workshop));
  const mypy =
    tools.kind === 'ready'
      ? await step('mypy', () => checkPython(workshop, tools.python))
      : undefined;
  const waiting = cases.entries();
  let failed = 0;
  let done = 0;
  const work = async (note: (text: string) => void): Promise<void> => {
    const python = tools.kind === 'ready' ? startPython(tools.python, workshop.python) : undefined;
    try {
      for (const [, ruleCase] of waiting) {
        const observation = {
          ...(await observe(ruleCase, workshop, python)),
          clientApi: clientApiOf(ruleCase.id, typescript, mypy),
        };
        const verdict = combineVerdicts(
          ruleCase.expected.map(({ compatibility }) => compatibility),
        );
        const found = withExceptions(ruleCase.id, disagreements(verdict, observation));
        if (found.length > 0) failed++;
        report(ruleCase.id, found);
        note(`${++done} of ${cases.length}`);
      }
    } finally {
      python?.stop();
    }
  };
  // Two workers take from one list: a client waits for its database half of the time.
  await step('run the clients', (note) => Promise.all([work(note), work(note)]));
  console.log(`\n${cases.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function withExceptions(id: string, found: readonly Disagreement[]): readonly Disagreement[] {
  const expected = exceptions.filter((exception) => exception.id === id);
  const unneeded = expected.filter(
    ({ question }) => !found.some((one) => one.question === question),
  );
  return [
    ...found.filter(
      ({ question }) => !expected.some((exception) => exception.question === question),
    ),
    ...unneeded.map(({ question }) => ({
      question,
      verdict: 'an exception',
      observed: 'no disagreement: the exception is not needed',
    })),
  ];
}

function report(id: string, found: readonly Disagreement[]): void {
  console.log(`${found.length === 0 ? '✓' : '✗'} ${id}`);
  for (const { question, verdict, observed, because } of found) {
    console.log(`    ${question}: the rule says ${verdict}, seen: ${observed}`);
    if (because) console.log(`      ${because}`);
  }
}

process.exit(await main(process.argv.slice(2)));
