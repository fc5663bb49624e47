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
type Open = (side: Side, url: string) => Promise<OpenClient>;

/** Both clients of a case on both databases, in every language. */
export async function observe(
  ruleCase: RuleCase,
  workshop: Workshop,
  python: PythonRunner | undefined,
): Promise<Omit<Observation, 'clientApi'>> {
  const languages: Open[] = [
    (side, url) => openNode(join(workshop.node, 'dist', ruleCase.id, side, 'index.js'), url),
  ];
  if (python) {
    languages.push((side, url) => python.open(pythonModuleOf(ruleCase.id, side), url));
  }
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
  await using oldHome = await createDatabase(previous);
  await using oldAbroad = await createDatabase(previous);
  await using newHome = await createDatabase(previous);
  await using newAbroad = await createDatabase(previous);
  await using oldAtHome = await open('old', oldHome.connectionString);
  await using oldAway = await open('old', oldAbroad.connectionString);
  await using oldAtNewHome = await open('old', newHome.connectionString);
  await using newAway = await open('new', newAbroad.connectionString);
  await changeUnder(oldAway, oldAbroad, previous, current);
  await changeUnder(oldAtNewHome, newHome, previous, current);
  await using newAtHome = await open('new', newHome.connectionString);
  await using newAtOldHome = await open('new', oldHome.connectionString);
  await using newAtOldAbroad = await open('new', oldAbroad.connectionString);
  const old: Guest = { schema: previous, host: current };
  const young: Guest = { schema: current, host: previous };
  const oldSojourn = await sojourn(old, oldAtHome, oldAway);
  const newSojourn = await sojourn(young, newAtHome, newAway);
  // Both homes are filled by now, each by its own client. Reads come first: they leave them as they are.
  const oldReads = await visit(old, planReads(previous), oldAtHome, oldAtNewHome);
  const newReads = await visit(young, planReads(current), newAtHome, newAtOldHome);
  // Whether what the old client wrote is what the new one finds.
  const finds = planReads(current).filter(({ act }) => act === 'filter');
  const found = await visit(young, finds, newAtHome, newAtOldAbroad);
  const oldDeletes = await visit(old, planDeletes(previous, current, 1), oldAtHome, oldAtNewHome);
  const newDeletes = await visit(young, planDeletes(current, previous, 2), newAtHome, newAtOldHome);
  return {
    oldClientReads: worst([oldSojourn('reads'), oldReads]),
    oldClientWrites: worst([oldSojourn('writes'), found, oldDeletes]),
    newClientOnOldDatabase: worst([newSojourn(undefined), newReads, newDeletes]),
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
    ...planDeletes(previous, current, 1),
  ];
  const outcomes = await client.run(operations);
  await emptyDatabase(database);
  await client.run(operations.filter((_, index) => outcomes[index]?.kind === 'done'));
  await remakeDatabase(database, current);
}

interface Guest {
  readonly schema: SchemaModel;
  /** Of the other version. */
  readonly host: SchemaModel;
}

/** All that a client does, at home and on the other version's database. */
async function sojourn({ schema, host }: Guest, home: OpenClient, abroad: OpenClient) {
  const operations = planWrites(schema, host);
  const atHome = await home.run(operations);
  const away = await abroad.run(operations);
  return (question: 'reads' | 'writes' | undefined): Observed =>
    compareOutcomes(operations, atHome, away, question);
}

/** What a client can do with a database that the other one has filled. */
async function visit(
  { schema, host }: Guest,
  operations: readonly Operation[],
  home: OpenClient,
  abroad: OpenClient,
): Promise<Observed> {
  const outcomesOf = async (client: OpenClient): Promise<readonly Outcome[]> =>
    mismatches(schema, operations, await client.run(operations)).map((outcome, index) =>
      outcome.kind === 'done'
        ? { kind: 'done', answer: whatCounts(operations[index], outcome.answer, [schema, host]) }
        : outcome,
    );
  return compareOutcomes(operations, await outcomesOf(home), await outcomesOf(abroad), undefined);
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
