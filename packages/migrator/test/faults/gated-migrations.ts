import type { MigrationDirection } from '../../src/index.ts';

/** A statement, and the gate in it. */
export interface GatedStatement {
  readonly sql: string;
  readonly gate?: number;
  /** Whether the gate is all of it: then it is a boundary between two others. */
  readonly isBoundary: boolean;
  /** Whether it builds an index concurrently, which cannot be noted in the same commit. */
  readonly isConcurrent: boolean;
}

/** A migration whose every statement boundary, and the middle of every statement that has one, is a gate. */
export interface GatedMigration {
  readonly id: string;
  readonly transactional: boolean;
  readonly scripts: Readonly<Record<MigrationDirection, readonly GatedStatement[]>>;
}

const COUNT = 6;
let gates = 0;

/** `$` stands for the number of a gate. */
function statement(template: string): GatedStatement {
  const gate = template.includes('$') ? ++gates : undefined;
  return {
    sql: template.replace('$', String(gate)),
    ...(gate === undefined ? {} : { gate }),
    isBoundary: template === BOUNDARY,
    isConcurrent: /^(?:CREATE|DROP).* INDEX CONCURRENTLY/.test(template),
  };
}

const BOUNDARY = 'SELECT gate.pass($, 0)';

function script(templates: readonly string[]): readonly GatedStatement[] {
  return [BOUNDARY, ...templates.flatMap((template) => [template, BOUNDARY])].map(statement);
}

function gatedMigration(number: number): GatedMigration {
  const table = `t${number}`;
  const transactional = number % 3 !== 0;
  const concurrently = transactional ? '' : ' CONCURRENTLY';
  const up = [
    `CREATE TABLE ${table} (id integer PRIMARY KEY, name text NOT NULL)`,
    `INSERT INTO ${table} SELECT CASE WHEN n = 5 THEN gate.pass($, n) ELSE n END, 'name ' || n FROM generate_series(1, 10) AS n`,
    `CREATE INDEX${concurrently} ${table}_name ON ${table} (name) WHERE gate.pass($, id) > 0`,
    `ALTER TABLE ${table} ADD extra integer DEFAULT gate.pass($, 7)`,
    `ALTER TABLE ${table} ADD CHECK (gate.pass($, id) > 0)`,
    `CREATE UNIQUE INDEX${concurrently} ${table}_unique ON ${table} (name, id) WHERE gate.pass($, id) > 0`,
  ];
  const down = [
    `DROP INDEX${concurrently} ${table}_unique`,
    // Run twice it would show.
    `UPDATE ${table} SET name = name || '!' WHERE CASE WHEN id = 5 THEN gate.pass($, id) > 0 ELSE true END`,
    `DROP INDEX${concurrently} ${table}_name`,
    `DROP TABLE ${table}`,
  ];
  return {
    id: `${String(number).padStart(3, '0')}_${table}`,
    transactional,
    scripts: { up: script(up), down: script(down) },
  };
}

/** Every third is without a transaction. */
export const GATED_MIGRATIONS: readonly GatedMigration[] = Array.from({ length: COUNT }, (_, i) =>
  gatedMigration(i + 1),
);

/** The same as files. */
export const GATED_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  GATED_MIGRATIONS.flatMap(({ id, transactional, scripts }) =>
    (['up', 'down'] as const).map((direction) => {
      const header = transactional ? '' : '-- migrator: no-transaction\n';
      const lines = scripts[direction].map(({ sql }) => `${sql};\n`);
      return [`1.0.0/${id}/${direction}.sql`, header + lines.join('')];
    }),
  ),
);
