import { SchemaServiceError } from '@schema-service/errors';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { describeUser, readUsers, type VersionUser } from './version-user.ts';

/** Versions that are to be taken away. */
interface Ending {
  readonly versions: readonly string[];
  /** Where their clients may go. */
  readonly next: string;
  /** Within how many milliseconds a hello counts. */
  readonly quietMs: number;
}

/**
 * Refuses to take away versions that somebody uses, and names each of them.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_IN_USE
 */
export async function refuseUsed(
  connection: LedgerConnection,
  { versions, next, quietMs }: Ending,
): Promise<void> {
  const used: { readonly version: string; readonly users: readonly VersionUser[] }[] = [];
  for (const version of versions) {
    const users = await readUsers(connection, version, quietMs);
    if (users.length > 0) used.push({ version, users });
  }
  if (used.length === 0) return;
  const lines = used.flatMap(({ version, users }) =>
    users.map((user) => `${version}: ${describeUser(user)}`),
  );
  throw new SchemaServiceError({
    code: 'MIGRATION_VERSION_IN_USE',
    message: `${used.map(({ version }) => version).join(', ')} is in use.\n${lines.join('\n')}`,
    why: 'These would fail without it. Nothing was changed.',
    fix: `Move them to ${next} and end their connections, then try again. How long a hello counts: --quiet 1d`,
    meta: { used },
  });
}
