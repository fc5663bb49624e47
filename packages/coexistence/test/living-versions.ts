import { createTestDatabase } from '@schema-service/local-postgres';
import type { Structure } from '@schema-service/migration-draft';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import {
  type Adoption,
  type Advance,
  adopt,
  advance,
  contract,
  type Layout,
  type PhaseScript,
  type Step,
  versionSchema,
} from '../src/index.ts';
import { runPhases, withQueries } from './run-phases.ts';

export const parse = (content: string): SchemaModel =>
  parseSchema([{ path: 'schema.prisma', content }]);

export type Row = Readonly<Record<string, unknown>>;

/** Runs SQL and gives its rows. */
export type Ask = (sql: string) => Promise<readonly Row[]>;

/** A database on which versions live. */
export interface LivingVersions extends AsyncDisposable {
  readonly connectionString: string;
  /** What the owner of the tables sees. */
  readonly tables: Ask;
  readonly client: pg.Client;
  readonly layout: () => Layout;
  /** Asks as a client of a version, whose tables are all that it sees. */
  readonly as: (version: string) => Ask;
  /** Brings a version. */
  readonly open: (
    version: string,
    schema: string,
    beside?: { readonly structure?: Structure; readonly query?: string },
  ) => Promise<readonly PhaseScript[]>;
  /** Takes one away. */
  readonly close: (version: string) => Promise<readonly PhaseScript[]>;
}

/** The steps between versions, which have to be decided. */
export function stepTo(
  layout: Layout,
  version: string,
  previous: SchemaModel,
  next: SchemaModel,
  { answers, structure }: Pick<Step, 'answers' | 'structure'> = {},
): Advance {
  const changes = diff(previous, next);
  return advance(layout, {
    ...{ version, previous, next, changes },
    ...(answers === undefined ? {} : { answers }),
    ...(structure === undefined ? {} : { structure }),
  });
}

export function decided(step: Advance): Adoption {
  if (step.kind === 'halted') throw new Error(JSON.stringify(step.findings, undefined, 1));
  return step;
}

/**
 * A database with the tables and the views of version 1.0.0. `views` are the schema's own, which its text does not make, and
 * `structure` is what the database has beside it.
 */
export async function livingVersions(
  first: string,
  views: readonly string[] = [],
  structure: Structure = [],
): Promise<LivingVersions> {
  const database = await createTestDatabase();
  const client = await connect(database.connectionString);
  let schema = parse(first);
  const statements = [...(await schemaSql(null, schema)), ...views];
  for (const statement of statements) await client.query(statement);
  const adoption = adopt('v', '1.0.0', schema, { structure });
  await runPhases(client, adoption.phases);
  let { layout } = adoption;
  const clients: pg.Client[] = [client];
  return {
    connectionString: database.connectionString,
    client,
    tables: async (sql) => (await client.query<Row>(sql)).rows,
    layout: () => layout,
    as: (version) => {
      const opening = connect(database.connectionString, versionSchema('v', version));
      return async (sql) => {
        const versionClient = await opening;
        if (!clients.includes(versionClient)) clients.push(versionClient);
        return (await versionClient.query<Row>(sql)).rows;
      };
    },
    open: async (version, content, { structure: known = structure, query = '' } = {}) => {
      const next = parse(content);
      const step = decided(stepTo(layout, version, schema, next, { structure: known }));
      const phases = withQueries(step.phases, () => query);
      await runPhases(client, phases);
      [layout, schema] = [step.layout, next];
      return phases;
    },
    close: async (version) => {
      const step = contract(layout, version, schema, { structure });
      await runPhases(client, step.phases);
      layout = step.layout;
      return step.phases;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map((one) => one.end()));
      await database.drop();
    },
  };
}

/** `namespace` is all that names are looked for in: the tables below are out of sight. */
async function connect(connectionString: string, namespace?: string): Promise<pg.Client> {
  const options = namespace === undefined ? {} : { options: `-c search_path=${namespace}` };
  const client = new pg.Client({ connectionString, ...options });
  await client.connect();
  return client;
}
