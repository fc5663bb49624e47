import { readFileSync } from 'node:fs';
import { isSchemaServiceError, keepSecret, SchemaServiceError } from '@schema-service/errors';
import type { ArtifactStoreLocation } from '../artifact-store/artifact-store-url.ts';
import type { TrustedPublisher } from '../tokens/trusted-publishers.ts';
import { configVariables, type Variable } from './config-variables.ts';

/** What the environment says about how the API runs. Each field is one row of {@link configVariables}. */
export interface Config {
  readonly databaseUrl: string;
  readonly artifactStore: ArtifactStoreLocation;
  readonly port: number;
  readonly host: string;
  readonly publicUrl?: string;
  readonly pypiUpstream?: string;
  /** Where the environments are named that runs move. */
  readonly environmentsFile?: string;
  /** Whether this process also does runs, or workers of their own. */
  readonly worker: 'inline' | 'none';
  /** Runs at once, of a worker. */
  readonly workerConcurrency: number;
  /** Milliseconds after which the runs of a silent worker are another's. */
  readonly workerTimeout: number;
  /** The npm scope of the organisation's packages, with its at sign. */
  readonly packageScope?: string;
  /** What the names of its Python projects begin with. */
  readonly pythonPrefix?: string;
  readonly cacheBytes: number;
  /** Addresses and networks. */
  readonly trustedProxies?: readonly string[];
  readonly corsOrigins?: readonly string[];
  /** The key that releases must be signed with: the base64 of its SPKI form. */
  readonly releasePublicKey?: string;
  readonly logLevel: string;
  readonly metricsPort?: number;
  readonly metricsHost: string;
  readonly otlpEndpoint?: string;
  /** What traces and metrics call this process. */
  readonly serviceName: string;
  /** 32 bytes that webhooks' secrets are encrypted with. Without it none are made or sent. */
  readonly webhookKey?: Uint8Array;
  readonly webhookAllowHttp?: boolean;
  /** Ranges that webhooks are sent to beside the public addresses, as CIDR. */
  readonly webhookAllowedAddresses?: readonly string[];
  /** Milliseconds between the signal to end and the last connection that is taken. */
  readonly shutdownDelay: number;
  /** Milliseconds that requests have to end after that. */
  readonly shutdownTimeout: number;
  /** Whether who brings no token may read. Default: where nobody but this machine reaches the host. */
  readonly readAccess?: 'open' | 'token';
  /** Requests of one token or address in a minute. Default: no limit. */
  readonly rateLimit?: number | 'off';
  /** The same of requests that make tokens. */
  readonly loginRateLimit?: number;
  /** Milliseconds from the first byte of a request to its last. */
  readonly requestTimeout?: number;
  readonly maxConnections?: number;
  /** An admin's token that is given, not made. */
  readonly adminToken?: string;
  readonly trustedPublishers?: readonly TrustedPublisher[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with one variable. */
interface ConfigProblem {
  readonly name: string;
  readonly message: string;
  readonly expected: string;
}

/**
 * Reads and checks the whole environment. An empty variable is not set, and
 * variables of other names are nobody's business here.
 *
 * @throws SchemaServiceError CONFIG_INVALID with every problem there is, each by its variable's name
 */
export function readConfig(env: Environment): Config {
  const problems: ConfigProblem[] = [];
  const entries = Object.entries(configVariables).flatMap(([field, variable]) => {
    const value = readVariable(env, variable, problems);
    return value === undefined ? [] : [[field, value] as const];
  });
  if (problems.length > 0) throw configInvalid(problems);
  // One row for each field, by the type of the table; what is required was there.
  return Object.fromEntries(entries) as unknown as Config;
}

function readVariable(
  env: Environment,
  variable: Variable<unknown>,
  problems: ConfigProblem[],
): unknown {
  const { name, expected, isRequired, isSecret } = variable;
  const refuse = (message: string): undefined => {
    problems.push({ name, message, expected });
  };
  try {
    const text = textOf(env, variable) ?? variable.default;
    if (text === undefined) return isRequired ? refuse(`${name} is missing.`) : undefined;
    const shown = isSecret ? 'is not what it has to be' : `cannot be ${JSON.stringify(text)}`;
    return variable.read(text) ?? refuse(`${name} ${shown}.`);
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    const { message, why, fix } = error.toJSON();
    return refuse([message, why, fix].filter(Boolean).join(' '));
  }
}

/** What is written for it, in the environment or in the file that `<NAME>_FILE` names. */
function textOf(env: Environment, { name, isSecret }: Variable<unknown>): string | undefined {
  const text = env[name] || undefined;
  const file = isSecret ? env[`${name}_FILE`] : undefined;
  if (!file) {
    if (text !== undefined && isSecret) keepSecret(text);
    return text;
  }
  if (text !== undefined) throw unusable(`${name} and ${name}_FILE are both set: leave one out.`);
  try {
    // Editors and `echo` end a file with a line break, which is no part of the secret.
    const secret = readFileSync(file, 'utf8').trimEnd();
    keepSecret(secret);
    if (secret !== '') return secret;
  } catch (error) {
    throw unusable(`${name}_FILE cannot be read: ${(error as Error).message}.`);
  }
  throw unusable(`${name}_FILE names an empty file: ${file}.`);
}

const unusable = (message: string): SchemaServiceError =>
  new SchemaServiceError({ code: 'CONFIG_INVALID', message });

/** Every problem in a line of its own, with what is expected. */
export function configInvalid(problems: readonly ConfigProblem[]): SchemaServiceError {
  const lines = problems.map(({ message, expected }) => `${message} Expected: ${expected}.`);
  const [only] = lines;
  return new SchemaServiceError({
    code: 'CONFIG_INVALID',
    message:
      lines.length === 1 && only !== undefined
        ? only
        : [`${lines.length} variables are wrong.`, ...lines.map((line) => `  ${line}`)].join('\n'),
    fix: 'schema-api --help lists every variable; schema-api check-config checks them without a start.',
    meta: { problems },
  });
}
