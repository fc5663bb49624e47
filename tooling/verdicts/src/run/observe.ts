import { join } from 'node:path';
import type { SchemaModel } from '@schema-service/schema-model';
import { namesOf, type Side, type Workshop } from '../clients/build-clients.ts';
import { createDatabase } from '../database/create-database.ts';
import { compareOutcomes, worst } from '../judge/compare-outcomes.ts';
import { misfits } from '../judge/fits-types.ts';
import type { Observation, Observed } from '../judge/observation.ts';
import type { Operation, Outcome } from '../plan/operation.ts';
import { planReads } from '../plan/plan-reads.ts';
import { planWrites } from '../plan/plan-writes.ts';
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
      python.run(namesOf(ruleCase.id, side).pythonModule, url, operations),
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

async function observeWith(
  run: Run,
  { previous, current }: RuleCase,
): Promise<Omit<Observation, 'clientApi'>> {
  const old = await sojourn(run, 'old', previous, current);
  const young = await sojourn(run, 'new', current, previous);
  const reads = (guest: Side, model: SchemaModel, home: SchemaModel, host: SchemaModel) =>
    readWhatOthersWrote(run, guest, model, home, host);
  return {
    oldClientReads: worst([old('reads'), await reads('old', previous, previous, current)]),
    oldClientWrites: old('writes'),
    newClientOnOldDatabase: worst([
      young(undefined),
      await reads('new', current, current, previous),
    ]),
  };
}

/** All that a client does, at home and on the other version's database. */
async function sojourn(run: Run, guest: Side, home: SchemaModel, host: SchemaModel) {
  const operations = planWrites(home);
  await using homeDatabase = await createDatabase(home);
  await using hostDatabase = await createDatabase(host);
  const atHome = await run(guest, homeDatabase.connectionString, operations);
  const abroad = await run(guest, hostDatabase.connectionString, operations);
  return (question: 'reads' | 'writes' | undefined): Observed =>
    compareOutcomes(operations, atHome, abroad, question);
}

/** What a client makes of a database that the other one has filled. */
async function readWhatOthersWrote(
  run: Run,
  guest: Side,
  model: SchemaModel,
  home: SchemaModel,
  host: SchemaModel,
): Promise<Observed> {
  const operations = planReads(model);
  await using homeDatabase = await createDatabase(home);
  await using hostDatabase = await createDatabase(host);
  await run(guest, homeDatabase.connectionString, planWrites(home));
  await run(guest === 'old' ? 'new' : 'old', hostDatabase.connectionString, planWrites(host));
  const read = async (url: string): Promise<readonly Outcome[]> =>
    misfits(model, operations, await run(guest, url, operations)).map((outcome) =>
      // The rows are not the same ones; only whether they can be read counts.
      outcome.kind === 'done' ? { kind: 'done', answer: null } : outcome,
    );
  return compareOutcomes(
    operations,
    await read(homeDatabase.connectionString),
    await read(hostDatabase.connectionString),
    undefined,
  );
}
