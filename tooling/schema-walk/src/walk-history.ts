import { isDeepStrictEqual } from 'node:util';
import { SchemaServiceError } from '@schema-service/errors';
import { applyChanges, comparableSchema, diff, subjectPath } from '@schema-service/schema-diff';
import {
  emptySchema,
  introspectSchema,
  parseSchema,
  type SchemaModel,
} from '@schema-service/schema-model';
import { viewsIn } from './known-views.ts';
import type { HistoryStep } from './read-history.ts';
import type { WalkDatabase } from './schema-database.ts';
import { type Roads, thereAndBack, type ViewsOfBoth } from './there-and-back.ts';

/** What became of one step of a history. */
export interface WalkedStep {
  readonly name: string;
  readonly changes: number;
  /** The suffixes of the drafts; none where the schema says nothing of what the migration did. */
  readonly drafts: readonly string[];
  readonly differences: readonly string[];
}

/**
 * Folds a history on a database, and makes of every two consecutive schemas a
 * change: its list must give the second, and its migrations lead to it and back. What a person
 * would write in them of views is what the history made.
 */
export async function* walkHistory(
  history: readonly HistoryStep[],
  folded: WalkDatabase,
  roads: Roads,
): AsyncGenerator<WalkedStep> {
  let previous: SchemaModel = emptySchema;
  let views: ViewsOfBoth = { previous: [], current: [] };
  for (const { name, sql } of history) {
    await folded.client.query(sql);
    const current = await schemaIn(folded);
    views = { previous: views.current, current: await viewsIn(folded) };
    yield await walk(name, [previous, current], views, roads);
    previous = current;
  }
}

async function walk(
  name: string,
  [previous, current]: readonly [SchemaModel, SchemaModel],
  views: ViewsOfBoth,
  roads: Roads,
): Promise<WalkedStep> {
  const changes = diff(previous, current);
  const differences: string[] = [];
  const applied = comparableSchema(applyChanges(previous, changes));
  if (!isDeepStrictEqual(applied, comparableSchema(current))) {
    differences.push('the changes, applied to the schema before, do not give this one');
  }
  try {
    const journey = await thereAndBack(roads, [previous, current], changes, {}, views);
    differences.push(...journey.differences);
    // Columns stand in the order in which they came, which nobody can change; and what
    // the engine remarks on a database is no part of its schema.
    const others = diff(current, await schemaIn(roads.travelled)).filter(
      ({ id }) => id !== 'FIELDS_REORDERED' && id !== 'DOCUMENTATION_CHANGED',
    );
    differences.push(
      ...others.map(
        ({ id, subject }) => `read again, the database says ${id} ${subjectPath(subject)}`,
      ),
    );
    const drafts = journey.drafts.map(({ suffix }) => suffix || 'main');
    return { name, changes: changes.length, drafts, differences };
  } catch (error) {
    if (!(error instanceof SchemaServiceError)) throw error;
    differences.push(`${error.message} ${error.why ?? ''} ${String(error.cause ?? '')}`);
    return { name, changes: changes.length, drafts: [], differences };
  }
}

async function schemaIn({ connectionString }: WalkDatabase): Promise<SchemaModel> {
  const content = await introspectSchema(connectionString);
  return parseSchema([{ path: 'introspected.prisma', content }]);
}
