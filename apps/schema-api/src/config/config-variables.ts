import { createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import { readDatabaseUrl } from '@schema-service/database-url';
import { readArtifactStore } from '../artifact-store/artifact-store-url.ts';
import { accessVariables } from './access-variables.ts';
import type { Config } from './config.ts';
import { servingVariables } from './serving-variables.ts';

/** One variable of the environment. The checks, the help and the README's table are all made from it. */
export interface Variable<Value> {
  readonly name: string;
  /** What it is for: the table's text, without a full stop. */
  readonly summary: string;
  /** What a right value is, after "expected": `a port number from 0 to 65535`. */
  readonly expected: string;
  /** What counts where it is not set, read as if it had been written. */
  readonly default?: string;
  /** In words, what holds where it is not set and has no default. */
  readonly otherwise?: string;
  readonly isRequired?: true;
  /** `<NAME>_FILE` may name a file that holds it, and no message repeats it. */
  readonly isSecret?: true;
  /** The value, or `undefined` where the text is none. May throw a SchemaServiceError that says more. */
  readonly read: (text: string) => Value | undefined;
}

/** One for each field of the configuration, in the order in which they are listed. */
export type Variables = {
  readonly [Field in keyof Config]-?: Variable<NonNullable<Config[Field]>>;
};

const LOG_LEVELS: readonly string[] = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
  'silent',
];

export const configVariables: Variables = {
  databaseUrl: {
    name: 'DATABASE_URL',
    summary:
      'The PostgreSQL database of the release catalog; its tables are made, and moved on, by the migrator',
    expected: 'the URL of a PostgreSQL database, e.g. postgresql://user:password@127.0.0.1:5432/db',
    isRequired: true,
    isSecret: true,
    read: (text) => readDatabaseUrl(text, 'DATABASE_URL').connectionString,
  },
  artifactStore: {
    name: 'ARTIFACT_STORE',
    summary:
      'Where the bytes of packages are kept: in the database, or in `s3://bucket/prefix?endpoint=URL&region=REGION`, with the credentials of the usual `AWS_` variables. The second needs `@aws-sdk/client-s3`',
    expected: 'postgres, or s3://bucket/prefix with the parameters endpoint and region at most',
    default: 'postgres',
    read: readArtifactStore,
  },
  port: {
    name: 'PORT',
    summary: '`0` takes a free one',
    expected: 'a port number from 0 to 65535',
    default: '4000',
    read: wholeNumber(0, 65_535),
  },
  host: {
    name: 'HOST',
    summary: 'The address to listen on; `0.0.0.0` or `::` for all',
    expected: 'an address or a host name',
    default: '127.0.0.1',
    read: hostName,
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    summary: 'Where clients reach the API, behind a proxy that ends TLS or has a path prefix',
    expected: 'an http or https URL',
    otherwise: "what each request's `Host` says",
    read: httpUrl,
  },
  pypiUpstream: {
    name: 'PYPI_UPSTREAM',
    summary:
      'The simple index that other Python projects are redirected to. Clients see this URL: no credentials in it',
    expected: 'an http or https URL',
    otherwise: 'none: other projects are 404',
    read: httpUrl,
  },
  environmentsFile: {
    name: 'ENVIRONMENTS_FILE',
    summary:
      'The file that names the environments that runs move, with their connections by reference',
    expected: 'the path of a file',
    otherwise: 'there are no environments',
    read: (text) => text,
  },
  worker: {
    name: 'WORKER',
    summary: '`inline`: this process also does runs; `none`: `schema-api worker` does',
    expected: 'inline or none',
    default: 'inline',
    read: (text) => (text === 'inline' || text === 'none' ? text : undefined),
  },
  workerConcurrency: {
    name: 'WORKER_CONCURRENCY',
    summary: 'Runs at once, of a worker',
    expected: 'a number from 1 to 1000',
    default: '4',
    read: wholeNumber(1, 1_000),
  },
  workerTimeout: {
    name: 'WORKER_TIMEOUT',
    summary: 'How long nothing is heard of a worker before another one takes its runs',
    expected: 'seconds, at most 3600, e.g. 15',
    default: '15',
    read: seconds(3_600),
  },
  ...servingVariables,
  releasePublicKey: {
    name: 'RELEASE_PUBLIC_KEY',
    summary:
      'The ed25519 key that releases must be signed with: `publicKey` of `schema.config.json`',
    expected: 'the base64 of the SPKI form of an ed25519 key',
    otherwise: 'releases need no signature',
    read: ed25519Key,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    summary: '`trace` to `fatal`, or `silent`; one JSON object a line',
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    default: 'info',
    read: (text) => (LOG_LEVELS.includes(text) ? text : undefined),
  },
  metricsPort: {
    name: 'METRICS_PORT',
    summary:
      'Where Prometheus finds `/metrics`, a port of its own that clients need not reach; `9464` is usual. Needs packages of OpenTelemetry',
    expected: 'a port number from 1 to 65535',
    otherwise: 'no metrics',
    read: wholeNumber(1, 65_535),
  },
  metricsHost: {
    name: 'METRICS_HOST',
    summary: 'The address that `/metrics` is on',
    expected: 'an address or a host name',
    default: '127.0.0.1',
    read: hostName,
  },
  otlpEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    summary:
      'The collector that traces and metrics are sent to; the other `OTEL_EXPORTER_OTLP_` variables count as they always do. Needs packages of OpenTelemetry',
    expected: 'an http or https URL',
    otherwise: 'nothing is sent',
    read: httpUrl,
  },
  serviceName: {
    name: 'OTEL_SERVICE_NAME',
    summary: 'What traces and metrics call this process',
    expected: 'a name',
    default: 'schema-api',
    read: (text) => text,
  },
  webhookKey: {
    name: 'WEBHOOK_KEY',
    summary: 'What the secrets of webhooks are encrypted with: the database has no key to them',
    expected: '32 random bytes in base64, as `openssl rand -base64 32` prints them',
    otherwise: 'no webhooks',
    isSecret: true,
    read: (text) => {
      const bytes = Buffer.from(text, 'base64');
      return bytes.length === 32 && bytes.toString('base64') === text ? bytes : undefined;
    },
  },
  webhookAllowHttp: {
    name: 'WEBHOOK_ALLOW_HTTP',
    summary: 'Whether webhooks may be sent over plain http too',
    expected: 'true or false',
    otherwise: '`false`',
    read: (text) => (['true', 'false'].includes(text) ? text === 'true' : undefined),
  },
  webhookAllowedAddresses: {
    name: 'WEBHOOK_ALLOWED_ADDRESSES',
    summary: 'Addresses that webhooks are sent to beside those of the public internet',
    expected: 'ranges with commas between, e.g. 10.20.0.0/16,fd00:1::/64',
    otherwise: 'none',
    read: addressRanges,
  },
  shutdownDelay: {
    name: 'SHUTDOWN_DELAY',
    summary:
      'How long `/readyz` says 503 before the server stops listening, so that a balancer has seen it',
    expected: 'seconds, at most 300, e.g. 5 or 2.5',
    default: '0',
    read: seconds(300),
  },
  shutdownTimeout: {
    name: 'SHUTDOWN_TIMEOUT',
    summary: 'How long requests under way have to end after that; what is left is cut off',
    expected: 'seconds, at most 3600, e.g. 20',
    default: '20',
    read: seconds(3_600),
  },
  ...accessVariables,
};

/** Reads digits alone: no sign, no unit, no space. */
export function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
}

/** Reads seconds, and gives milliseconds. */
export function seconds(most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
    return value <= most ? Math.round(value * 1_000) : undefined;
  };
}

export function hostName(text: string): string | undefined {
  return /^[\w.:-]+$/.test(text) ? text : undefined;
}

/** Reads ranges of IP addresses, as CIDR. */
function addressRanges(text: string): readonly string[] | undefined {
  const ranges = text.split(',').map((range) => range.trim());
  const isRange = (range: string): boolean => {
    const [network = '', prefix = '', ...rest] = range.split('/');
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(network)] ?? -1;
    return rest.length === 0 && wholeNumber(0, bits)(prefix) !== undefined;
  };
  return ranges.every(isRange) ? ranges : undefined;
}

function ed25519Key(text: string): string | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? text : undefined;
  } catch {
    return undefined;
  }
}

export function httpUrl(text: string): string | undefined {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}
