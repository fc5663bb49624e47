import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TestDatabase } from '@schema-service/local-postgres';
import type { SchemaModel } from '@schema-service/schema-model';
import { pythonModuleOf, type Side, type Workshop } from '../clients/build-clients.ts';
import { createDatabase } from '../database/create-database.ts';
import { compareOutcomes, worst } from '../judge/compare-outcomes.ts';
import { misfits } from '../judge/fits-types.ts';
import type { Observation, Observed } from '../judge/observation.ts';
import type { Operation, Outcome } from '../plan/operation.ts';
import { planDeletes } from '../plan/plan-deletes.ts';
import { planReads } from '../plan/plan-reads.ts';
import { KEPT, planWrites } from '../plan/plan-writes.ts';
import { rowMaker } from '../plan/row-maker.ts';
import { clientEntities, isCreatable } from '../plan/visible-model.ts';
import type { RuleCase } from '../rule-case.ts';
import { runNode } from './run-node.ts';
import type { PythonRunner } from './run-python.ts';

/** Runs operations through the client of one side. */
type Run = (
  side: Side,
  url: string,
  operations: readonly Operation[],
) => Promise<readonly Outcome[]>;

/** Both clients of a case on both databases, in every language. */
export async function observe(
  ruleCase: RuleCase,
  workshop: Workshop,
  python: PythonRunner | undefined,
): Promise<Omit<Observation, 'clientApi'>> {
  const node: Run = (side, url, operations) =>
    runNode(join(workshop.node, 'dist', ruleCase.id, side, 'index.js'), url, operations);
  const runs: Run[] = [node];
  if (python) {
    runs.push((side, url, operations) =>
      python.run(pythonModuleOf(ruleCase.id, side), url, operations),
    );
  }
  const seen: Omit<Observation, 'clientApi'>[] = [];
  for (const run of runs) seen.push(await observeWith(run, ruleCase));
  const of = (
    question: 'oldClientReads' | 'oldClientWrites' | 'newClientOnOldDatabase',
  ): Observed => worst(seen.map((observation) => observation[question]));
  return {
    oldClientReads: of('oldClientReads'),
    oldClientWrites: of('oldClientWrites'),
    newClientOnOldDatabase: of('newClientOnOldDatabase'),
  };
}

/** Four databases: each client has one of its own, and one of the other version. */
async function observeWith(
  run: Run,
  { previous, current }: RuleCase,
): Promise<Omit<Observation, 'clientApi'>> {
  await using oldHome = await createDatabase(previous);
  await using oldAbroad = await createDatabase(current);
  await using newHome = await createDatabase(current);
  await using newAbroad = await createDatabase(previous);
  const old: Guest = { side: 'old', schema: previous, host: current };
  const young: Guest = { side: 'new', schema: current, host: previous };
  const oldSojourn = await sojourn(run, old, oldHome, oldAbroad);
  const newSojourn = await sojourn(run, young, newHome, newAbroad);
  // Both homes are filled by now, each by its own client. Reads come first: they leave them as they are.
  const oldReads = await visit(run, old, planReads(previous), oldHome, newHome);
  const newReads = await visit(run, young, planReads(current), newHome, oldHome);
  // Whether what the old client wrote is what the new one finds.
  const finds = planReads(current).filter(({ act }) => act === 'filter');
  const found = await visit(run, young, finds, newHome, oldAbroad);
  const oldDeletes = await visit(run, old, planDeletes(previous, current, 1), oldHome, newHome);
  const newDeletes = await visit(run, young, planDeletes(current, previous, 2), newHome, oldHome);
  return {
    oldClientReads: worst([oldSojourn('reads'), oldReads]),
    oldClientWrites: worst([oldSojourn('writes'), found, oldDeletes]),
    newClientOnOldDatabase: worst([newSojourn(undefined), newReads, newDeletes]),
  };
}

interface Guest {
  readonly side: Side;
  readonly schema: SchemaModel;
  /** Of the other version. */
  readonly host: SchemaModel;
}

type Database = Pick<TestDatabase, 'connectionString'>;

/** All that a client does, at home and on the other version's database. */
async function sojourn(run: Run, { side, schema, host }: Guest, home: Database, abroad: Database) {
  const operations = planWrites(schema, host);
  const atHome = await run(side, home.connectionString, operations);
  const away = await run(side, abroad.connectionString, operations);
  return (question: 'reads' | 'writes' | undefined): Observed =>
    compareOutcomes(operations, atHome, away, question);
}

/** What a client can do with a database that the other one has filled. */
async function visit(
  run: Run,
  { side, schema, host }: Guest,
  operations: readonly Operation[],
  home: Database,
  abroad: Database,
): Promise<Observed> {
  const outcomesAt = async ({ connectionString }: Database): Promise<readonly Outcome[]> =>
    misfits(schema, operations, await run(side, connectionString, operations)).map(
      (outcome, index) =>
        outcome.kind === 'done'
          ? { kind: 'done', answer: whatCounts(operations[index], outcome.answer, [schema, host]) }
          : outcome,
    );
  return compareOutcomes(operations, await outcomesAt(home), await outcomesAt(abroad), undefined);
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
