import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { step } from '@schema-service/bootstrap/steps';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { type PythonTools, preparePython } from '@schema-service/python-tools';
import { buildClients, type Workshop, writeConsumers } from './clients/build-clients.ts';
import { checkPython, compileTypeScript } from './clients/compile.ts';
import { exceptions } from './exceptions.ts';
import { clientApiOf } from './judge/client-api.ts';
import { combineVerdicts } from './judge/combine-verdicts.ts';
import { type Disagreement, disagreements } from './judge/observation.ts';
import { type RuleCase, readRuleCases } from './rule-case.ts';
import { languagesOf, type Open, observe } from './run/observe.ts';
import { differencesThrough } from './run/observe-shared.ts';
import { startPython } from './run/run-python.ts';
import { sharedCases } from './shared-case.ts';

const help = `pnpm test:verdicts [--through version-schemas] [RULE ...]

For the fixtures of every rule (or of those named, by the beginning of their
names): builds both databases and both clients, in Node and Python, runs the old
clients on the new database and the new ones on the old, compiles code for
either against the other, and holds the rules' verdicts against what happened.

--through version-schemas takes the fixtures that two versions on one database
can bridge: there neither client, old or new, may see a difference to a database
of its own.
`;

const root = join(import.meta.dirname, '..', '..', '..');
const fixtures = join(root, 'packages', 'schema-diff', 'fixtures');

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals: args } = parseArgs({
    args: [...argv],
    options: { help: { type: 'boolean' }, through: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.through !== undefined && values.through !== 'version-schemas') {
    console.log(`--through is version-schemas, got ${values.through}.\n\n${help}`);
    return 2;
  }
  const cases = readRuleCases(fixtures, args);
  if (values.through) {
    return inWorkshop((workshop) => judgeThrough(cases, workshop));
  }
  const gone = exceptions.filter(({ id }) => !cases.some((one) => one.id === id));
  if (args.length === 0 && gone.length > 0) {
    console.log(
      `No case has the name of the exceptions for ${gone.map(({ id }) => id).join(', ')}`,
    );
    return 1;
  }
  return inWorkshop((workshop) => judgeAll(cases, workshop));
}

/** With a folder for the clients, and a server for the databases. */
async function inWorkshop(judge: (workshop: Workshop) => Promise<number>): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), 'verdicts-'));
  const workshop: Workshop = { node: join(work, 'node'), python: join(work, 'python') };
  mkdirSync(workshop.node);
  mkdirSync(workshop.python);
  const server = await startLocalPostgres({ directory: join(work, 'postgres'), throwaway: true });
  process.env.TEST_DATABASE_URL = server.connectionString;
  try {
    return await judge(workshop);
  } finally {
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

async function judgeAll(cases: readonly RuleCase[], workshop: Workshop): Promise<number> {
  const tools = await findPython();
  await generate(cases, workshop);
  for (const ruleCase of cases) writeConsumers(ruleCase, workshop);
  const typescript = await step('tsc', () => compileTypeScript(workshop));
  const mypy =
    tools.kind === 'ready'
      ? await step('mypy', () => checkPython(workshop, tools.python))
      : undefined;
  return judgeEach(cases, tools, workshop, async (ruleCase, languages) => {
    const observation = {
      ...(await observe(ruleCase, languages)),
      clientApi: clientApiOf(ruleCase.id, typescript, mypy),
    };
    const verdict = combineVerdicts(ruleCase.expected.map(({ compatibility }) => compatibility));
    const found = withExceptions(ruleCase.id, disagreements(verdict, observation));
    return found.map(
      ({ question, verdict: said, observed, because }) =>
        `${question}: the rule says ${said}, seen: ${observed}${because ? `\n      ${because}` : ''}`,
    );
  });
}

/** The same through the schemas of both versions on one database. */
async function judgeThrough(all: readonly RuleCase[], workshop: Workshop): Promise<number> {
  const cases = sharedCases(fixtures, all);
  const tools = await findPython();
  await generate(cases, workshop);
  await step('tsc', () => compileTypeScript(workshop));
  return judgeEach(cases, tools, workshop, async (ruleCase, languages) => {
    const found = await differencesThrough(ruleCase, languages);
    if (ruleCase.difference === undefined) return found;
    return found.length > 0 ? [] : ['beside.txt names a difference, and there is none'];
  });
}

async function findPython(): Promise<PythonTools> {
  const tools = await preparePython(join(root, '.data'));
  if (tools.kind === 'missing') console.log(`– Python is left out. ${tools.reason}`);
  return tools;
}

const generate = (cases: readonly RuleCase[], workshop: Workshop): Promise<void> =>
  step('generate the clients', async (note) => {
    for (const [index, ruleCase] of cases.entries()) {
      note(`${index + 1} of ${cases.length}`);
      await buildClients(ruleCase, workshop);
    }
  });

/** `judge` says what is wrong with a case. */
async function judgeEach<Case extends RuleCase>(
  cases: readonly Case[],
  tools: PythonTools,
  workshop: Workshop,
  judge: (ruleCase: Case, languages: readonly Open[]) => Promise<readonly string[]>,
): Promise<number> {
  const waiting = cases.entries();
  let failed = 0;
  let done = 0;
  const work = async (note: (text: string) => void): Promise<void> => {
    const python = tools.kind === 'ready' ? startPython(tools.python, workshop.python) : undefined;
    try {
      for (const [, ruleCase] of waiting) {
        const found = await judge(ruleCase, languagesOf(ruleCase, workshop, python));
        if (found.length > 0) failed++;
        console.log([`${found.length === 0 ? '✓' : '✗'} ${ruleCase.id}`, ...found].join('\n    '));
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

process.exit(await main(process.argv.slice(2)));
