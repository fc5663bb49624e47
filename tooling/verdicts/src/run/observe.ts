import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TestDatabase } from '@schema-service/local-postgres';
import type { SchemaModel } from '@schema-service/schema-model';
import { pythonModuleOf, type Side, type Workshop } from '../clients/build-clients.ts';
import { createDatabase, emptyDatabase, remakeDatabase } from '../database/create-database.ts';
import { compareOutcomes, worst } from '../judge/compare-outcomes.ts';
import { mismatches } from '../judge/fits-types.ts';
import type { Observation, Observed } from '../judge/observation.ts';
import type { Operation, Outcome } from '../plan/operation.ts';
import { planDeletes } from '../plan/plan-deletes.ts';
import { planReads } from '../plan/plan-reads.ts';
import { KEPT, planWrites } from '../plan/plan-writes.ts';
import { rowMaker } from '../plan/row-maker.ts';
import { clientEntities, isCreatable } from '../plan/visible-model.ts';
import type { RuleCase } from '../rule-case.ts';
import type { OpenClient } from './open-client.ts';
import { openNode } from './run-node.ts';
import type { PythonRunner } from './run-python.ts';

/** Opens the client of one side. */
export type Open = (side: Side, url: string) => Promise<OpenClient>;

/** How the clients of a case are opened, in each language. */
export function languagesOf(
  { id, previous, current }: RuleCase,
  workshop: Workshop,
  python: PythonRunner | undefined,
): readonly Open[] {
  const schemas = { old: previous, new: current };
  return [
    (side, url) => openNode(join(workshop.node, 'dist', id, side, 'index.js'), url),
    ...(python === undefined
      ? []
      : [(side: Side, url: string) => python.open(pythonModuleOf(id, side), url, schemas[side])]),
  ];
}

/** Both clients of a case on both databases, in every language. */
export async function observe(
  ruleCase: RuleCase,
  languages: readonly Open[],
): Promise<Omit<Observation, 'clientApi'>> {
  const seen: Omit<Observation, 'clientApi'>[] = [];
  for (const open of languages) seen.push(await observeWith(open, ruleCase));
  const of = (
    question: 'oldClientReads' | 'oldClientWrites' | 'newClientOnOldDatabase',
  ): Observed => worst(seen.map((observation) => observation[question]));
  return {
    oldClientReads: of('oldClientReads'),
    oldClientWrites: of('oldClientWrites'),
    newClientOnOldDatabase: of('newClientOnOldDatabase'),
  };
}

/**
 * Four databases: each client has one of its own, and one of the other version.
 * Where the old client meets the new version it has been at work before the change.
 */
async function observeWith(
  open: Open,
  { previous, current }: RuleCase,
): Promise<Omit<Observation, 'clientApi'>> {
  await using oldOwn = await createDatabase(previous);
  await using oldOther = await createDatabase(previous);
  await using newOwn = await createDatabase(previous);
  await using newOther = await createDatabase(previous);
  await using oldOnOwn = await open('old', oldOwn.connectionString);
  await using oldOnOther = await open('old', oldOther.connectionString);
  await using oldOnNewOwn = await open('old', newOwn.connectionString);
  await using newOnOther = await open('new', newOther.connectionString);
  await changeUnder(oldOnOther, oldOther, previous, current);
  await changeUnder(oldOnNewOwn, newOwn, previous, current);
  await using newOnOwn = await open('new', newOwn.connectionString);
  await using newOnOldOwn = await open('new', oldOwn.connectionString);
  await using newOnOldOther = await open('new', oldOther.connectionString);
  const old: Versions = { schema: previous, otherSchema: current };
  const newer: Versions = { schema: current, otherSchema: previous };
  const oldWrites = await compareWrites(old, oldOnOwn, oldOnOther);
  const newWrites = await compareWrites(newer, newOnOwn, newOnOther);
  // Both databases have rows of their own client by now. Reads come first, because they change nothing.
  const oldReads = await compareRuns(old, planReads(previous), oldOnOwn, oldOnNewOwn);
  const newReads = await compareRuns(newer, planReads(current), newOnOwn, newOnOldOwn);
  // Whether what the old client wrote is what the new one finds.
  const finds = planReads(current).filter(({ act }) => act === 'filter');
  const found = await compareRuns(newer, finds, newOnOwn, newOnOldOther);
  const oldDeletes = await compareRuns(
    old,
    planDeletes(previous, current, 2),
    oldOnOwn,
    oldOnNewOwn,
  );
  const newDeletes = await compareRuns(
    newer,
    planDeletes(current, previous, 3),
    newOnOwn,
    newOnOldOwn,
  );
  return {
    oldClientReads: worst([oldWrites('reads'), oldReads]),
    oldClientWrites: worst([oldWrites('writes'), found, oldDeletes]),
    newClientOnOldDatabase: worst([newWrites(undefined), newReads, newDeletes]),
  };
}

/**
 * Has a client do all that it can, so that its connection has every statement
 * prepared, and then makes the next version of the database under it. A driver may
 * give up a connection on which something failed: the second time nothing does.
 */
async function changeUnder(
  client: OpenClient,
  database: TestDatabase,
  previous: SchemaModel,
  current: SchemaModel,
): Promise<void> {
  const operations = [
    ...planWrites(previous, current),
    ...planReads(previous),
    ...planDeletes(previous, current, 2),
  ];
  const outcomes = await client.run(operations);
  await emptyDatabase(database);
  await client.run(operations.filter((_, index) => outcomes[index]?.kind === 'done'));
  await remakeDatabase(database, current);
}

export interface Versions {
  readonly schema: SchemaModel;
  /** Of the databases that are not the client's own. */
  readonly otherSchema: SchemaModel;
}

/** All that a client writes, on a database of its own version and on one of the other. */
export async function compareWrites(
  { schema, otherSchema }: Versions,
  own: OpenClient,
  other: OpenClient,
): Promise<(question: 'reads' | 'writes' | undefined) => Observed> {
  const operations = planWrites(schema, otherSchema);
  const onOwn = await own.run(operations);
  const onOther = await other.run(operations);
  return (question) => compareOutcomes(operations, onOwn, onOther, question);
}

/** What a client can do with a database that the other one has filled. */
export async function compareRuns(
  { schema, otherSchema }: Versions,
  operations: readonly Operation[],
  own: OpenClient,
  other: OpenClient,
): Promise<Observed> {
  const outcomesOf = async (client: OpenClient): Promise<readonly Outcome[]> =>
    mismatches(schema, operations, await client.run(operations)).map((outcome, index) =>
      outcome.kind === 'done'
        ? {
            kind: 'done',
            answer: whatCounts(operations[index], outcome.answer, [schema, otherSchema]),
          }
        : outcome,
    );
  return compareOutcomes(operations, await outcomesOf(own), await outcomesOf(other), undefined);
}

/**
 * The rows are not the same ones, so it counts whether they can be read, and
 * whether one is found by a value that its own client gave to it.
 */
function whatCounts(
  operation: Operation | undefined,
  answer: unknown,
  schemas: readonly SchemaModel[],
): unknown {
  if (operation?.act === 'deleteMany')
    return isDeepStrictEqual(answer, 0) || isDeepStrictEqual(answer, { count: 0 });
  if (operation?.act !== 'filter' || !Array.isArray(answer)) return null;
  return schemas.every((schema) => isKeptValue(schema, operation)) ? answer.length > 0 : null;
}

/** Whether a client of the schema writes a row with this value. */
function isKeptValue(schema: SchemaModel, { entity: name, by }: Operation & { act: 'filter' }) {
  const entity = clientEntities(schema).find((one) => one.name === name);
  if (entity === undefined || (entity.kind === 'model' && !isCreatable(entity))) return false;
  const kept = rowMaker(schema, entity).full(KEPT);
  return Object.entries(by).every(([field, given]) =>
    isDeepStrictEqual(given.value, kept[field]?.value),
  );
}
