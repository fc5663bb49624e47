import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, PhaseScript } from '@schema-service/coexistence';
import { wayToBoth } from './database/serve-both.ts';
import type { RuleCase } from './rule-case.ts';

/** A pair of schemas that live on one database. */
export interface SharedCase extends RuleCase {
  readonly scripts: readonly PhaseScript[];
  /** What one of both clients sees that it would not on a database of its own: the fixture's `beside.txt`. */
  readonly difference: string | undefined;
}

/** What a fixture's `author.json` holds: what its author says where nothing follows from the change. */
interface Author {
  /** The names in the database that enums have in the newer version, because their values change. */
  readonly types?: Readonly<Record<string, string>>;
  /** By path. */
  readonly answers?: Readonly<Record<string, Answer>>;
}

/** The cases that version schemas bridge. */
export function sharedCases(directory: string, cases: readonly RuleCase[]): readonly SharedCase[] {
  return cases.flatMap((ruleCase) => {
    const folder = join(directory, ruleCase.id);
    const { types = {}, answers = {} } = readAuthor(folder);
    const enums = ruleCase.current.enums.map((one) => ({
      ...one,
      dbName: types[one.name] ?? one.dbName,
    }));
    const current = { ...ruleCase.current, enums };
    const way = wayToBoth(ruleCase.previous, current, new Map(Object.entries(answers)));
    return way.kind === 'bridged'
      ? [{ ...ruleCase, current, scripts: way.scripts, difference: readDifference(folder) }]
      : [];
  });
}

function readAuthor(folder: string): Author {
  const file = join(folder, 'author.json');
  // It is written by hand, and what does not fit shows in the verdicts.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Author) : {};
}

function readDifference(folder: string): string | undefined {
  const file = join(folder, 'beside.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
