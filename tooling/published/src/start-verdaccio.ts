import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '@schema-service/local-postgres';
import { outputOf, plainEnvironment } from './run-program.ts';

/** An npm registry on this machine, for one suite. */
export interface TestRegistry {
  /** With a slash at its end. */
  readonly url: string;
  /** Of a user that may publish. */
  readonly token: string;
  /** Of its process. */
  readonly pid: number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

export interface TestRegistryOptions {
  /** Scopes that it has alone; everything else it takes from the registry that npm is configured for. */
  readonly ownScopes?: readonly string[];
}

/** Starts Verdaccio on 127.0.0.1 with an empty storage in a temporary folder. Dispose of it: it and its folder are then gone. */
export async function startVerdaccio({
  ownScopes = ['@schema-service', '@acme', '@org'],
}: TestRegistryOptions = {}): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'verdaccio-'));
  const url = `http://127.0.0.1:${await freePort()}/`;
  await mkdir(join(folder, 'storage'));
  await writeFile(join(folder, 'config.yaml'), configuration(await uplink(folder), ownScopes));
  const server = spawn(
    process.execPath,
    [verdaccioCommand(), '--config', join(folder, 'config.yaml'), '--listen', url],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said = text(server.stderr);
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilUp(url, () => server.exitCode === null);
    const { pid = 0 } = server;
    return { url, token: await addUser(url), pid, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw new Error(`Verdaccio did not start: ${error}\n${await said}`);
  }
}

/** The registry that npm asks on this machine, so that no suite names one. */
async function uplink(cwd: string): Promise<string> {
  const env = plainEnvironment();
  return (await outputOf('npm', ['config', 'get', 'registry'], { cwd, env })).trim();
}

function configuration(upstream: string, ownScopes: readonly string[]): string {
  const own = ownScopes.map(
    (scope) =>
      `  '${scope}/*': { access: $all, publish: $authenticated, unpublish: $authenticated }\n`,
  );
  return `storage: ./storage
auth:
  htpasswd: { file: ./htpasswd }
uplinks:
  upstream: { url: '${upstream}', timeout: 60s, maxage: 60m, max_fails: 100 }
packages:
${own.join('')}  '**': { access: $all, proxy: upstream }
max_body_size: 100mb
log: { type: stdout, format: json, level: fatal }
`;
}

function verdaccioCommand(): string {
  const manifest = createRequire(import.meta.url).resolve('verdaccio/package.json');
  return join(dirname(manifest), 'bin', 'verdaccio');
}

async function untilUp(url: string, isRunning: () => boolean): Promise<void> {
  while (isRunning()) {
    const answer = await fetch(`${url}-/ping`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it ended');
}

/** As `npm adduser` does it. */
async function addUser(url: string): Promise<string> {
  const answer = await fetch(`${url}-/user/org.couchdb.user:publisher`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'publisher', password: 'a password of no account' }),
  });
  const { token } = (await answer.json()) as { readonly token?: string };
  if (token === undefined) throw new Error(`no user: ${answer.status}`);
  return token;
}
