import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Advance,
  adopt,
  advance,
  contract,
  type Layout,
  type PhaseScript,
} from '@schema-service/coexistence';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel, schemaSql } from '@schema-service/schema-model';

/** A folder of migrations, removed with `using`. */
export interface DerivedFolder extends Disposable {
  readonly path: string;
}

/** What the schemas of versions are called by. */
export const NAME = 'db';

/** A version and its schema. */
export type SchemaVersion = readonly [version: string, schema: string];

/**
 * Writes the migrations of versions one after another, each made while all before it are alive: what leads to it, and the
 * contracts that end those before it.
 *
 * @param written what makes the first tables, where it is not as their schema says
 */
export async function derivedMigrations(
  [[firstVersion, firstSchema], ...later]: readonly [SchemaVersion, ...SchemaVersion[]],
  written: (sql: string) => string = (sql) => sql,
): Promise<DerivedFolder> {
  const path = mkdtempSync(join(tmpdir(), 'derived-'));
  let number = 0;
  const write = (version: string, name: string, up: string, down?: string): void => {
    number++;
    const folder = join(path, version, `${String(number).padStart(3, '0')}_${name.toLowerCase()}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'up.sql'), up);
    if (down !== undefined) writeFileSync(join(folder, 'down.sql'), down);
  };
  const writePhases = (version: string, phases: readonly PhaseScript[], ends?: string): void => {
    for (const { phase, name, up, down } of phases) {
      const script = ends === undefined ? up : ending(up, ends);
      write(version, `${phase}_${name}`, script, down.includes('= impossible') ? undefined : down);
    }
  };
  let schema = parse(firstSchema);
  write(firstVersion, 'init', written((await schemaSql(null, schema)).join(';\n')));
  const adopted = adopt(NAME, firstVersion, schema);
  writePhases(firstVersion, adopted.phases);
  let { layout } = adopted;
  for (const [version, text] of later) {
    const next = parse(text);
    const step = decided(
      advance(layout, { version, previous: schema, next, changes: diff(schema, next) }),
    );
    writePhases(version, step.phases);
    writeEnds(version, step.layout, next);
    [layout, schema] = [step.layout, next];
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };

  /** Lowest first, each as it is once those below it have ended. */
  function writeEnds(version: string, opened: Layout, newest: SchemaModel): void {
    let alive = opened;
    for (const { version: ended } of opened.versions.slice(0, -1)) {
      const end = contract(alive, ended, newest);
      writePhases(version, end.phases, ended);
      alive = end.layout;
    }
  }
}

/** A contract that says which version it ends. */
const ending = (up: string, version: string): string =>
  up.includes('-- migrator: ends =') ? up : `-- migrator: ends = ${version}\n${up}`;

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

function decided(step: Advance): Extract<Advance, { kind: 'advanced' }> {
  if (step.kind === 'halted') throw new Error(JSON.stringify(step.findings, undefined, 1));
  return step;
}
