import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@schema-service/bootstrap/steps';
import { pythonNames, pythonNaming } from '@schema-service/codegen';
import type { ConformanceContext } from '../conformance-context.ts';
import type { Answer, Call } from './call.ts';
import { inPython } from './in-python.ts';

const runners = join(import.meta.dirname, '..', '..', 'runners');

/** Makes calls with an installed client, on a database. */
export type Runner = (calls: readonly Call[]) => Promise<readonly Answer[]>;

export function nodeRunner(
  { work, logs, names, limits }: ConformanceContext,
  databaseUrl: string,
): Runner {
  const project = join(work, 'node');
  for (const file of ['answer-calls.mjs', 'values.mjs']) {
    copyFileSync(join(runners, file), join(project, file));
  }
  return async (calls) => {
    const [callFile, answerFile] = [join(project, 'calls.json'), join(project, 'answers.json')];
    writeFileSync(callFile, JSON.stringify(calls));
    await run(process.execPath, ['answer-calls.mjs', names.node, callFile, answerFile], {
      ...limits,
      cwd: project,
      logFile: join(logs, 'node-calls.log'),
      env: { ...process.env, DATABASE_URL: databaseUrl },
    });
    return JSON.parse(readFileSync(answerFile, 'utf8'));
  };
}

export function pythonRunner(
  { work, logs, names, model, limits }: ConformanceContext,
  databaseUrl: string,
  interpreter: string,
): Runner {
  const project = join(work, 'python');
  for (const file of ['answer_calls.py', 'values.py']) {
    copyFileSync(join(runners, file), join(project, file));
  }
  const translated = inPython(model, pythonNaming(model));
  return async (calls) => {
    const [callFile, answerFile] = [join(project, 'calls.json'), join(project, 'answers.json')];
    writeFileSync(callFile, JSON.stringify(calls.map(translated)));
    const module = pythonNames.moduleName(names.python);
    await run(interpreter, ['answer_calls.py', module, callFile, answerFile], {
      ...limits,
      cwd: project,
      logFile: join(logs, 'python-calls.log'),
      env: { ...process.env, DATABASE_URL: databaseUrl },
    });
    return JSON.parse(readFileSync(answerFile, 'utf8'));
  };
}

/** How many of the calls succeeded. */
export const countDone = (answers: readonly Answer[]): number =>
  answers.filter(({ kind }) => kind === 'done').length;
