import { accessSync, constants } from 'node:fs';

/** Why a parameter cannot stay, and what to write in its place. */
export interface ParameterProblem {
  readonly why: string;
  readonly fix: string;
}

/** What is wrong with a value, if anything is. */
type Check = (value: string) => ParameterProblem | undefined;

const any: Check = () => undefined;

const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.includes(value)
      ? undefined
      : { why: `Only these work: ${values.join(', ')}.`, fix: 'Write one of them.' };

const whole =
  (unit: string): Check =>
  (value) =>
    /^\d{1,9}$/.test(value)
      ? undefined
      : { why: `It is a number of ${unit}, without a unit.`, fix: 'Write the number alone.' };

const file: Check = (value) => {
  try {
    accessSync(value, constants.R_OK);
    return undefined;
  } catch {
    return {
      why: 'The file that it names cannot be read.',
      fix: 'Correct the path, or make the file readable.',
    };
  }
};

const NOT_HEEDED = 'It would not be heeded.';

const SEVERAL_HOSTS: ParameterProblem = {
  why: 'There are several hosts, and a connection goes to one.',
  fix: 'Give the host that takes changes.',
};

/** How a setting of the server is asked for. */
const setting = (name: string, value: string): string =>
  `options=-c%20${name}%3D${/^[\w.-]+$/.test(value) ? value : 'VALUE'}`;

const searchPath: Check = (value) => ({
  why: 'It would not be heeded, and the tables would go to another schema (public).',
  fix: `Let the server set it: ${setting('search_path', value)}`,
});

const instead =
  (why: string, fix: string): Check =>
  () => ({ why, fix });

const databaseElsewhere = instead(
  NOT_HEEDED,
  'Write the database behind the host: postgresql://host:5432/database',
);

/**
 * Every parameter that a URL may have, and those whose refusal can say more
 * than that they are not known. What node-postgres heeds was read from
 * pg-connection-string 2 and pg 8.23 (connection-parameters.js, client.js): it
 * takes no notice of any other.
 */
const PARAMETERS: Readonly<Record<string, Check>> = {
  // Heeded by node-postgres.
  user: any,
  password: any,
  host: (value) => (value.includes(',') ? SEVERAL_HOSTS : undefined),
  port: (value) => (value.includes(',') ? SEVERAL_HOSTS : whole('the port')(value)),
  application_name: any,
  fallback_application_name: any,
  options: any,
  ssl: (value) =>
    value === 'false'
      ? { why: 'It would be taken for true.', fix: 'Without TLS: sslmode=disable' }
      : oneOf('true', '1', '0', 'no-verify')(value),
  sslmode: oneOf('disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'),
  sslcert: file,
  sslkey: file,
  sslrootcert: file,
  sslnegotiation: oneOf('postgres', 'direct'),
  uselibpqcompat: oneOf('true', 'false'),
  statement_timeout: whole('milliseconds'),
  lock_timeout: whole('milliseconds'),
  idle_in_transaction_session_timeout: whole('milliseconds'),
  query_timeout: whole('milliseconds'),
  // Heeded here: see clientConfig.
  connect_timeout: whole('seconds'),
  keepalives: oneOf('0', '1'),
  keepalives_idle: whole('seconds'),
  channel_binding: oneOf('disable', 'prefer', 'require'),
  // What is so anyway, or makes no difference to a single connection to a single host.
  client_encoding: (value) => oneOf('utf8', 'utf-8', 'unicode', 'auto')(value.toLowerCase()),
  gssencmode: oneOf('disable', 'prefer'),
  sslsni: oneOf('1'),
  sslcompression: oneOf('0'),
  target_session_attrs: oneOf('any', 'read-write', 'primary', 'prefer-standby'),
  load_balance_hosts: any,
  keepalives_interval: any,
  keepalives_count: any,
  tcp_user_timeout: any,
  // Prisma's own: its pool and its cache, which are not ours.
  pgbouncer: any,
  connection_limit: any,
  pool_timeout: any,
  socket_timeout: any,
  statement_cache_size: any,
  max_connection_lifetime: any,
  max_idle_connection_lifetime: any,
  sslaccept: (value) =>
    value === 'strict'
      ? undefined
      : {
          why: 'It would not be heeded: the certificate would be verified.',
          fix: 'To trust any certificate: sslmode=no-verify',
        },
  // Prisma writes schema=public into every URL; tables go there by default.
  schema: (value) => (value === 'public' ? undefined : searchPath(value)),
  // Refused, with what to write.
  search_path: searchPath,
  currentSchema: searchPath,
  role: (value) => ({ why: NOT_HEEDED, fix: `Let the server set it: ${setting('role', value)}` }),
  dbname: databaseElsewhere,
  database: databaseElsewhere,
  hostaddr: instead(NOT_HEEDED, 'Write the address as the host.'),
  sslpassword: instead(
    'An encrypted key cannot be read.',
    'Give a key without a passphrase: openssl pkey -in KEY -out PLAIN_KEY',
  ),
  replication: instead('A connection for replication runs no migrations.', 'Leave it out.'),
  service: instead('No service file is read.', 'Write host, port, user and database into the URL.'),
  passfile: instead(NOT_HEEDED, 'Set the variable PGPASSFILE.'),
};

/** What is wrong with a parameter; `undefined` where it works, or makes no difference. */
export function parameterProblem(name: string, value: string): ParameterProblem | undefined {
  const check = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (check) return check(value);
  return {
    why: NOT_HEEDED,
    fix: `Leave it out. A setting of the server goes into options: ${setting(name, value)}`,
  };
}
