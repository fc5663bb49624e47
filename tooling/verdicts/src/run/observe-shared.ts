import { createDatabase } from '../database/create-database.ts';
import { serveBoth } from '../database/serve-both.ts';
import { worst } from '../judge/compare-outcomes.ts';
import type { Observed } from '../judge/observation.ts';
import { planDeletes } from '../plan/plan-deletes.ts';
import { planReads } from '../plan/plan-reads.ts';
import type { SharedCase } from '../shared-case.ts';
import { compareRuns, compareWrites, type Open, type Versions } from './observe.ts';

/** Rows of both versions refer to the parent with this seed, so that a delete says nothing about what the other one left out. */
const REFERRED = 2;

/**
 * What each client sees on databases that serve both versions, and does not on one of its own. Of two
 * such databases the old client fills one and the new client the other; both read and delete on both.
 */
export async function differencesThrough(
  ruleCase: SharedCase,
  languages: readonly Open[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const open of languages) {
    const { older, newer } = await observeShared(ruleCase, open);
    for (const [client, { result, because = '' }] of Object.entries({ older, newer })) {
      const line = `the ${client} client sees: ${result}\n      ${because}`;
      if (result !== 'same' && !found.includes(line)) found.push(line);
    }
  }
  return found;
}

async function observeShared(
  { previous, current, scripts }: SharedCase,
  open: Open,
): Promise<{ readonly older: Observed; readonly newer: Observed }> {
  await using oldOwn = await createDatabase(previous);
  await using newOwn = await createDatabase(current);
  await using byOld = await serveBoth(previous, current, scripts);
  await using byNew = await serveBoth(previous, current, scripts);
  await using oldOnOwn = await open('old', oldOwn.connectionString);
  await using newOnOwn = await open('new', newOwn.connectionString);
  await using oldByOld = await open('old', byOld.connectionString);
  await using newByOld = await open('new', byOld.connectionString);
  await using oldByNew = await open('old', byNew.connectionString);
  await using newByNew = await open('new', byNew.connectionString);
  const old: Versions = { schema: previous, otherSchema: current };
  const later: Versions = { schema: current, otherSchema: previous };
  const oldWrites = await compareWrites(old, oldOnOwn, oldByOld);
  const newWrites = await compareWrites(later, newOnOwn, newByNew);
  // Reads come first, because they change nothing.
  const oldReads = await compareRuns(old, planReads(previous), oldOnOwn, oldByNew);
  const newReads = await compareRuns(later, planReads(current), newOnOwn, newByOld);
  const oldDeletes = await compareRuns(
    old,
    planDeletes(previous, current, REFERRED),
    oldOnOwn,
    oldByNew,
  );
  const newDeletes = await compareRuns(
    later,
    planDeletes(current, previous, REFERRED),
    newOnOwn,
    newByOld,
  );
  return {
    older: worst([oldWrites(undefined), oldReads, oldDeletes]),
    newer: worst([newWrites(undefined), newReads, newDeletes]),
  };
}
