import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, PhaseScript } from '@schema-service/coexistence';
import { wayToBoth } from './database/serve-both.ts';
import type { RuleCase } from './rule-case.ts';

/** A pair of schemas that live on one database. */
export interface SharedCase extends RuleCase {
  readonly scripts: readonly PhaseScript[];
}

/** What a fixture's `author.json` holds: what its author says where nothing follows from the change. */
interface Author {
  /** The names in the database that enums have in the newer version, because their values change. */
  readonly types?: Readonly<Record<string, string>>;
  /** By path. */
  readonly answers?: Readonly<Record<string, Answer>>;
}

/** The cases that an older client would notice, and that version schemas bridge. */
export function sharedCases(directory: string, cases: readonly RuleCase[]): readonly SharedCase[] {
  return cases.filter(isNoticed).flatMap((ruleCase) => {
    const { types = {}, answers = {} } = readAuthor(join(directory, ruleCase.id));
    const enums = ruleCase.current.enums.map((one) => ({
      ...one,
      dbName: types[one.name] ?? one.dbName,
    }));
    const current = { ...ruleCase.current, enums };
    const way = wayToBoth(ruleCase.previous, current, new Map(Object.entries(answers)));
    return way.kind === 'bridged' ? [{ ...ruleCase, current, scripts: way.scripts }] : [];
  });
}

const isNoticed = ({ expected }: RuleCase): boolean =>
  expected.some(
    ({ compatibility: { oldClientReads, oldClientWrites } }) =>
      oldClientReads !== 'yes' || oldClientWrites !== 'yes',
  );

function readAuthor(folder: string): Author {
  const file = join(folder, 'author.json');
  // It is written by hand, and what does not fit shows in the verdicts.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Author) : {};
}
