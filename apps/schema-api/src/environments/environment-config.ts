import { readFileSync } from 'node:fs';
import { SchemaServiceError } from '@schema-service/errors';
import { parseDuration } from '@schema-service/migrator';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ConnectionReference } from './connection-reference.ts';
import { isTimeZone } from './windows.ts';

const closed = { additionalProperties: false } as const;
const time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });
const text = Type.String({ minLength: 1 });
const duration = Type.String();

const WindowConfig = Type.Object(
  {
    days: Type.Optional(
      Type.Array(Type.Enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), { minItems: 1 }),
    ),
    from: time,
    to: time,
    timeZone: text,
  },
  closed,
);

const Policy = Type.Object(
  {
    approval: Type.Optional(Type.Boolean()),
    allowDown: Type.Optional(Type.Boolean()),
    windows: Type.Optional(Type.Array(WindowConfig)),
  },
  closed,
);

const MigratorConfig = Type.Object(
  {
    wait: Type.Optional(duration),
    lockTimeout: Type.Optional(duration),
    lockRetries: Type.Optional(Type.Integer({ minimum: 0 })),
    statementTimeout: Type.Optional(duration),
    exclude: Type.Optional(Type.Array(text)),
  },
  closed,
);

const EnvironmentConfig = Type.Object(
  {
    url: Type.Optional(Type.String()),
    connection: Type.Optional(
      Type.Union([
        Type.Object({ variable: text }, closed),
        Type.Object({ file: text }, closed),
        Type.Object({ command: Type.Array(text, { minItems: 1 }) }, closed),
      ]),
    ),
    ledgerSchema: Type.Optional(text),
    group: Type.Optional(text),
    policy: Type.Optional(Policy),
    migrator: Type.Optional(MigratorConfig),
  },
  closed,
);
type EnvironmentConfig = Static<typeof EnvironmentConfig>;

const FileConfig = Type.Object(
  {
    ledgerSchema: Type.Optional(text),
    environments: Type.Record(Type.String(), EnvironmentConfig),
  },
  closed,
);

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A time of the week in which runs may begin. */
export interface Window {
  readonly days: (typeof DAYS)[number][];
  /** Local times, `22:00`; where it closes before it opens, it closes on the next day. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** A database that this server migrates, as its configuration has it. */
export interface EnvironmentConfiguration {
  readonly kind: 'environmentConfiguration';
  readonly name: string;
  readonly connection: ConnectionReference;
  readonly group: string | null;
  readonly policy: {
    readonly approval: boolean;
    readonly allowDown: boolean;
    readonly windows: Window[];
  };
  /** Options of the migrator in this environment. */
  readonly migrator: {
    readonly ledgerSchema?: string;
    readonly waitForLockMs?: number;
    readonly lockTimeoutMs?: number;
    readonly lockRetries?: number;
    readonly statementTimeoutMs?: number;
    readonly exclude?: readonly string[];
  };
}

/** The environments of the configuration, by their names. */
export type Environments = ReadonlyMap<string, EnvironmentConfiguration>;

/**
 * Reads and checks the file of environments. Connections are references: what they lead to is read
 * when a run needs it.
 *
 * @throws SchemaServiceError CONFIG_INVALID, which quotes nothing of the file but names
 */
export function readEnvironmentsFile(path: string): Environments {
  const config = parse(path);
  const [mistake] = Value.Errors(FileConfig, config);
  if (mistake) throw invalid(path, `${mistake.instancePath || '/'}: ${mistake.message}`);
  // Checked just now.
  const { environments, ledgerSchema } = config as Static<typeof FileConfig>;
  const all = Object.entries(environments).map(
    ([name, environment]) => [name, read(path, name, environment, ledgerSchema)] as const,
  );
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // What the parser quotes may be a part of a URL.
    throw invalid(
      path,
      error instanceof SyntaxError ? 'It is not valid JSON.' : 'It cannot be read.',
    );
  }
}

function read(
  path: string,
  name: string,
  { url, connection, group, policy = {}, migrator = {}, ...environment }: EnvironmentConfig,
  commonSchema: string | undefined,
): EnvironmentConfiguration {
  if (!NAME.test(name)) throw invalid(path, 'A name is of letters, digits, ".", "_" and "-".');
  const { windows = [], approval = false, allowDown = true } = policy;
  for (const { timeZone } of windows) {
    if (!isTimeZone(timeZone)) throw invalid(path, `${name}: ${timeZone} is no time zone.`);
  }
  const ledgerSchema = environment.ledgerSchema ?? commonSchema;
  const { wait, lockTimeout, statementTimeout, lockRetries, exclude } = migrator;
  return {
    kind: 'environmentConfiguration',
    name,
    connection: connection ?? referenceOf(path, name, url),
    group: group ?? null,
    policy: {
      approval,
      allowDown,
      windows: windows.map(({ days, ...window }) => ({ days: days ?? [...DAYS], ...window })),
    },
    migrator: {
      ...(ledgerSchema === undefined ? {} : { ledgerSchema }),
      ...(lockRetries === undefined ? {} : { lockRetries }),
      ...(exclude === undefined ? {} : { exclude }),
      ...milliseconds(path, name, 'waitForLockMs', wait),
      ...milliseconds(path, name, 'lockTimeoutMs', lockTimeout),
      ...milliseconds(path, name, 'statementTimeoutMs', statementTimeout),
    },
  };
}

/** `"url": "env:NAME"` is what the config file of `schema-migrator` says. A URL itself is a secret in a file. */
function referenceOf(path: string, name: string, url: string | undefined): ConnectionReference {
  if (url?.startsWith('env:') && url.length > 4) return { variable: url.slice(4) };
  throw invalid(path, `${name} has no connection by reference.`);
}

function milliseconds<Name extends string>(
  path: string,
  environment: string,
  name: Name,
  duration: string | undefined,
): { readonly [name in Name]?: number } {
  if (duration === undefined) return {};
  const value = parseDuration(duration);
  if (value === undefined) throw invalid(path, `${environment}: ${duration} is not a duration.`);
  // A computed key forgets its name.
  return { [name]: value } as { readonly [name in Name]?: number };
}

function invalid(path: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'CONFIG_INVALID',
    message: `ENVIRONMENTS_FILE ${path} does not say which environments there are.`,
    why,
    fix: 'Write it like { "environments": { "staging": { "connection": { "variable": "STAGING_URL" }, "policy": { "approval": true } } } }',
    meta: { name: 'ENVIRONMENTS_FILE', file: path },
  });
}
