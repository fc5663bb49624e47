import type { EnvironmentVersions } from '@schema-service/api-contract';
import { Fragment } from 'react';
import { Ago } from './time.tsx';

type VersionUser = EnvironmentVersions['versions'][number]['users'][number];

/** Who uses a version, and by what that is known. */
export function VersionUsers({ users }: { readonly users: readonly VersionUser[] }) {
  return (
    <ul>
      {users.map(({ who, evidence, languages, last }) => (
        <li key={`${who} ${evidence}`}>
          {who}
          {languages && ` (${languages.join(', ')})`}{' '}
          <span className="soft small">
            {evidence} {last && <Ago at={last} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface UsedVersion {
  readonly version: string;
  readonly users: readonly VersionUser[];
}

/** The versions that an error says are in use (MIGRATION_VERSION_IN_USE), with who uses each; nothing for any other error. */
export function usedVersionsOf(
  error: { readonly code?: string; readonly meta?: object } | undefined,
): readonly UsedVersion[] | undefined {
  if (error?.code !== 'MIGRATION_VERSION_IN_USE') return undefined;
  const { used } = { used: undefined, ...error.meta };
  // What the migrator writes into the error.
  return Array.isArray(used) ? (used as readonly UsedVersion[]) : undefined;
}

/** The evidence of a refusal, version by version. */
export function UsedVersions({ used }: { readonly used: readonly UsedVersion[] }) {
  return (
    <dl className="facts">
      {used.map(({ version, users }) => (
        <Fragment key={version}>
          <dt className="mono">{version}</dt>
          <dd>
            <VersionUsers users={users} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
