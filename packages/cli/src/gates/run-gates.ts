import type { BuiltRelease } from '@schema-service/release';
import type { CommandContext } from '../command-context.ts';
import { usageError } from '../command-errors.ts';
import type { ChosenRelease } from '../commands/release/chosen-release.ts';
import { sharedServer } from '../migrations/throwaway-server.ts';
import { withProgress } from '../output/progress.ts';
import { clientsGate } from './clients-gate.ts';
import type { Gate, GateFindings } from './gate.ts';
import {
  historyGate,
  lintGate,
  migrationsGate,
  packagesGate,
  reproducibleGate,
} from './repository-gates.ts';

/** In the order that they are run: what is quick first. */
const gates: readonly Gate[] = [
  historyGate,
  lintGate,
  packagesGate,
  reproducibleGate,
  migrationsGate,
  clientsGate,
];

export interface GateResult extends GateFindings {
  readonly gate: string;
  readonly durationMs: number;
}

export interface GateOptions {
  readonly skip: readonly string[];
  readonly server: string | undefined;
}

/**
 * Runs every gate that is not left out, and goes on after one that failed, so
 * that all is known at once.
 *
 * @throws SchemaServiceError `COMMAND_USAGE` for a gate that there is not
 */
export async function runGates(
  { output }: CommandContext,
  chosen: ChosenRelease,
  built: BuiltRelease,
  { skip, server }: GateOptions,
): Promise<readonly GateResult[]> {
  const unknown = skip.find((name) => gates.every((gate) => gate.name !== name));
  if (unknown !== undefined) {
    const names = gates.map(({ name }) => name).join(', ');
    throw usageError(`There is no gate ${unknown}.`, `The gates are: ${names}.`);
  }
  await using postgres = sharedServer(server);
  const results: GateResult[] = [];
  for (const { name, work, run } of gates) {
    if (skip.includes(name)) {
      results.push({ gate: name, problems: [], durationMs: 0, note: 'left out' });
      continue;
    }
    const begun = performance.now();
    const findings = await withProgress(output, work, () =>
      run({ chosen, built, serverUrl: postgres.url }),
    );
    results.push({ gate: name, ...findings, durationMs: performance.now() - begun });
  }
  return results;
}
