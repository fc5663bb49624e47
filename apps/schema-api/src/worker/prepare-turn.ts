import type { NewRun, Rollout, Turn } from '@schema-service/catalog';
import { isSchemaServiceError } from '@schema-service/errors';
import type { CatalogSource } from '../environments/catalog-source.ts';
import type { Environments } from '../environments/environment-config.ts';
import { openEnvironment } from '../environments/environment-database.ts';
import { environmentUnknown } from '../environments/environment-error.ts';
import { nextOpening } from '../environments/windows.ts';

/**
 * The run of a rollout in an environment, as its policy lets it be. It plans when it begins; where
 * somebody has to approve, the plan is made now.
 */
export async function prepareTurn(
  name: string,
  { to }: Rollout,
  {
    environments,
    sourceFor,
  }: { readonly environments: Environments; readonly sourceFor: CatalogSource },
): Promise<Turn> {
  const environment = environments.get(name);
  if (!environment) return { kind: 'refused', error: environmentUnknown(name).toJSON() };
  const { approval, windows } = environment.policy;
  const now = new Date();
  const opens = nextOpening(windows, now);
  const run: NewRun = {
    ...{ environment: name, runKind: 'migration', direction: 'up', to },
    ...(opens > now ? { notBefore: opens } : {}),
  };
  if (!approval) return { kind: 'run', run };
  try {
    const database = await openEnvironment(environment, sourceFor, to);
    const { plan, isIdle } = await database.plan({ direction: 'up', to });
    return { kind: 'run', run: { ...run, plan, needsApproval: !isIdle } };
  } catch (error) {
    if (isSchemaServiceError(error)) return { kind: 'refused', error: error.toJSON() };
    throw error;
  }
}
