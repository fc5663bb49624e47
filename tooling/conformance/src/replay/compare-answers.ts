import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { step } from '@schema-service/bootstrap/steps';
import { SchemaServiceError } from '@schema-service/errors';
import type { TestDatabase } from '@schema-service/local-postgres';
import type { Answer, Call } from '../calls/call.ts';
import type { Home } from './at-home.ts';

/** What is said on the terminal of answers that differ; the rest is in the log. */
const SHOWN = 5;

/**
 * Makes all calls on a database that has gone on, and holds the answers against those at home.
 *
 * @throws SchemaServiceError CONFORMANCE_ANSWERS_DIFFER
 */
export async function compareAnswers(
  { kinds, runners, answers, logs }: Home,
  copy: TestDatabase,
  title: string,
): Promise<void> {
  const differences: { language: string; call: Call; home?: Answer; here?: Answer }[] = [];
  for (const [language, runner] of Object.entries(runners)) {
    await step(`${title}, ${language}`, async (note) => {
      const before = differences.length;
      for (const [kind, calls] of kinds) {
        const expected = answers.get(`${language} ${kind}`) ?? [];
        const found = await runner(copy.connectionString)(calls);
        for (const [index, call] of calls.entries()) {
          const [home, here] = [expected[index], found[index]];
          if (home && here && isSame(home, here)) continue;
          differences.push({ language, call, ...(home && { home }), ...(here && { here }) });
        }
      }
      note(
        `${differences.length - before} of ${kinds.flatMap(([, calls]) => calls).length} differ`,
      );
    });
  }
  if (differences.length === 0) return;
  const logFile = join(logs, `${title.replaceAll(/\W+/g, '-')}.json`);
  writeFileSync(logFile, JSON.stringify(differences, null, 1));
  throw new SchemaServiceError({
    code: 'CONFORMANCE_ANSWERS_DIFFER',
    message: `${title}: ${differences.length} answers are not those of its own database.`,
    why: differences
      .slice(0, SHOWN)
      .map(({ language, call, home, here }) =>
        [
          `${language}: ${call.model}.${call.method}(${JSON.stringify(call.args)})`,
          `  at home: ${shortened(home)}`,
          `  here: ${shortened(here)}`,
        ].join('\n       '),
      )
      .join('\n       '),
    fix: `All of them are in ${logFile}.`,
    meta: { logFile },
  });
}

/** Of errors the code: a text may name what is below the views. */
const isSame = (home: Answer, here: Answer): boolean =>
  home.kind === 'failed' && here.kind === 'failed'
    ? home.error.split(':')[0] === here.error.split(':')[0]
    : isDeepStrictEqual(home, here);

const shortened = (answer: Answer | undefined): string => JSON.stringify(answer).slice(0, 300);
