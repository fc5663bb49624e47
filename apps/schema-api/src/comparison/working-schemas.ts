import type { Drawing, WorkingDiff, WorkingSchemaDescription } from '@schema-service/api-contract';
import {
  type ChangeOrigin,
  type ReleaseCatalog,
  WORKING_SCHEMA_DAYS,
  type WorkingFile,
  type WorkingSchema,
  type WorkingSchemaStore,
} from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { DatabaseStructure } from '@schema-service/migrator';
import type { SchemaModel } from '@schema-service/schema-model';
import { type DiagramDetail, diagramGraph } from '../diagram/diagram-graph.ts';
import { drawingOf } from '../diagram/diagrams.ts';
import { layOutInThread } from '../diagram/lay-out-in-thread.ts';
import { findRelease } from '../releases/find-release.ts';
import { createTurns } from '../turns.ts';
import type { VersionComparison } from './compare-versions.ts';
import { recentlyUsed } from './recently-used.ts';

/** Schemas that are in work, and what they change of published versions. All but `keep` throw `WORKING_SCHEMA_NOT_FOUND`. */
export interface WorkingSchemas {
  /**
   * Keeps one that reads as a schema. Throws `SCHEMA_INVALID` with each mistake's file, line and
   * column, `SCHEMA_EMPTY`, `SCHEMA_PROVIDER_UNSUPPORTED`, `REQUEST_TOO_LARGE`, `REQUEST_INVALID`.
   */
  readonly keep: (
    files: readonly WorkingFile[],
    origin: ChangeOrigin,
  ) => Promise<WorkingSchemaDescription>;
  readonly find: (id: string) => Promise<WorkingSchemaDescription>;
  readonly model: (id: string) => Promise<SchemaModel>;
  readonly drawing: (id: string, detail: DiagramDetail) => Promise<Drawing>;
  readonly diff: (from: string, id: string) => Promise<WorkingDiff>;
}

const KEPT_MODELS = 8;
const MOST_BYTES = 1_048_576;
/** Of a request: what JSON makes of the longest schema. */
export const MOST_WORKING_BODY: number = 2 * MOST_BYTES;

export function createWorkingSchemas(
  store: WorkingSchemaStore,
  catalog: ReleaseCatalog,
  { model: modelOf }: Pick<VersionComparison, 'model'>,
): WorkingSchemas {
  const inTurn = createTurns(1);

  const stored = async (id: string): Promise<WorkingSchema> => {
    const found = await store.find(id);
    if (found === undefined) throw notFound(id);
    return found;
  };

  const model = recentlyUsed(KEPT_MODELS, async (id) => {
    const { files } = await stored(id);
    const { parseSchema } = await import('@schema-service/schema-model');
    return parseSchema(files, { isKnownValid: true });
  });

  return {
    keep: (files, origin) =>
      inTurn(async () => {
        refuseTwice(files);
        refuseLarge(files);
        const { parseSchema } = await import('@schema-service/schema-model');
        parseSchema(files);
        return described(await store.keep(files, origin));
      }),
    find: async (id) => described(await stored(id)),
    model,
    drawing: async (id, detail) =>
      drawingOf(await layOutInThread(diagramGraph(await model(id), detail)), detail),
    diff: async (from, id) => {
      const [release, previous, current, rules, { draftMigrations }, { printSchema }] =
        await Promise.all([
          findRelease(catalog, from),
          modelOf(from),
          model(id),
          import('@schema-service/schema-diff'),
          import('@schema-service/migration-draft'),
          import('@schema-service/schema-model'),
        ]);
      const changes = rules.diff(previous, current);
      const structure = objectsOf(release.structure);
      const drafts = draftMigrations(previous, current, changes, { structure });
      return {
        from,
        to: id,
        bump: rules.bumpOf(changes),
        changes: changes.map(rules.changeRecord),
        likelyRenames: [...rules.likelyRenames(previous, current)],
        drafts: drafts.map(({ kind: _, notes, ...draft }) => ({ ...draft, notes: [...notes] })),
        sources: { from: printSchema(previous), to: printSchema(current) },
      };
    },
  };
}

/** What the release records of its database, so that a draft takes along what no schema says. */
function objectsOf(structure: string | undefined): DatabaseStructure['objects'] {
  if (structure === undefined) return [];
  const { objects }: DatabaseStructure = JSON.parse(structure);
  return objects;
}

function described({ files, uploadedAt, expiresAt, id }: WorkingSchema): WorkingSchemaDescription {
  return {
    id,
    uploadedAt: uploadedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    files: files.map(({ path, content }) => ({ path, content })),
  };
}

function refuseTwice(files: readonly WorkingFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) {
      throw new SchemaServiceError({
        code: 'REQUEST_INVALID',
        message: `There are two files ${path}.`,
        why: 'What is wrong in a file is said by its path.',
        fix: 'Send each file once, by its path in the repository.',
        meta: { where: 'body', name: path },
      });
    }
    seen.add(path);
  }
}

function refuseLarge(files: readonly WorkingFile[]): void {
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (bytes <= MOST_BYTES) return;
  throw new SchemaServiceError({
    code: 'REQUEST_TOO_LARGE',
    message: `The schema has ${bytes} bytes in ${files.length} files.`,
    why: `${MOST_BYTES} are the most; a schema of 600 models has about a quarter of it.`,
    fix: 'Compare it without a service: schemactl diff',
    meta: { bytes, most: MOST_BYTES },
  });
}

function notFound(id: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'WORKING_SCHEMA_NOT_FOUND',
    message: `There is no working schema ${id}.`,
    why: `One is kept for ${WORKING_SCHEMA_DAYS} days after it was sent.`,
    fix: 'Send it again: schemactl diff --open',
    meta: { id },
  });
}
