import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LintFinding } from '../src/lint-finding.ts';
import type { ExistingTable, LintFile } from '../src/lint-input.ts';
import { lintMigrations } from '../src/lint-migrations.ts';
import { NEXT_MIGRATION } from '../src/rules/recipe.ts';
import { parseScript } from '../src/sql/parse-script.ts';

export const FIXTURES: string = join(import.meta.dirname, '../fixtures');

/** The fixture folders, each named after its rule. */
export const fixtureIds: readonly string[] = readdirSync(FIXTURES).filter(
  (name) => !name.includes('.'),
);

export const readFixture = (path: string): string => readFileSync(join(FIXTURES, path), 'utf8');

/** The `bad*.sql` or the `good*.sql` of a rule. */
export const examples = (id: string, kind: 'bad' | 'good'): string[] =>
  readdirSync(join(FIXTURES, id)).filter((name) => name.startsWith(kind));

/** The types of `fixtures/existing.sql` that examples change; the suite compares them with the server's. */
export const EXISTING_TABLES: Readonly<Record<string, ExistingTable>> = {
  orders: { columns: {}, key: 'id' },
  customers: {
    key: 'id',
    columns: {
      id: 'bigint',
      name: 'text',
      email: 'email',
      code: 'character varying(20)',
      note: 'character varying(50)',
      nickname: 'text',
      country: 'character(2)',
      balance: 'numeric(10,2)',
      limit_amount: 'numeric(10,2)',
      limit_amount2: 'numeric',
      seen_at: 'timestamp(3) without time zone',
      address: 'cidr',
      flags: 'bit varying(8)',
      score: 'integer',
      labels: 'character varying(10)[]',
    },
  },
};

/** The migrations that an example or a recipe consists of. */
export const migrationsOf = (sql: string): string[] =>
  sql.split(`${NEXT_MIGRATION}\n`).filter((part) => part.trim() !== '');

export const filesOf = (name: string, migrations: readonly string[]): LintFile[] =>
  migrations.map((sql, index) => ({ path: index === 0 ? name : `${name} ${index + 1}`, sql }));

/** What a rule, and no other, finds in an example. */
export async function findingsOf(
  id: string,
  name: string,
  migrations: readonly string[],
): Promise<LintFinding[]> {
  const findings = await lintMigrations(filesOf(name, migrations), {
    existingTables: EXISTING_TABLES,
  });
  return findings.filter(({ rule }) => rule === id);
}

/** An example whose finding was taken to heart. */
export interface Corrected {
  /** What runs before the statement that was found. */
  readonly before: readonly string[];
  /** The migrations of the recipe, which take its place. */
  readonly instead: readonly string[];
}

export async function withRecipe(
  migrations: readonly string[],
  finding: LintFinding,
  recipe: string,
): Promise<Corrected> {
  const number = Number(/ (\d+)$/.exec(finding.path)?.[1] ?? 1) - 1;
  const sql = migrations[number] ?? '';
  const { bytes, positions, statements } = await parseScript({ path: '', sql });
  const end = statements.findLast(({ start }) => {
    const { line, column } = positions.at(start);
    return line < finding.line || (line === finding.line && column <= finding.column);
  })?.start;
  const before = [...migrations.slice(0, number), bytes.toString('utf8', 0, end)];
  return { before, instead: migrationsOf(recipe) };
}
