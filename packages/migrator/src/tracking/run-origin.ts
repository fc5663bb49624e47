import { hostname } from 'node:os';
import { redact } from '@schema-service/errors';
import { osUser } from '../connection/session.ts';
import { toolVersion } from '../embedded.ts';

/** Who runs the migrations, and from where; the database knows its own user. */
export interface RunOrigin {
  readonly osUser: string | null;
  readonly host: string;
  readonly toolVersion: string;
  readonly gitCommit: string | null;
}

export function runOrigin(gitCommit: string | undefined): RunOrigin {
  return {
    osUser: osUser() ?? null,
    host: hostname(),
    toolVersion,
    gitCommit: gitCommit === undefined ? null : redact(gitCommit),
  };
}
