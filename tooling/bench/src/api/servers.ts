import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { startVerdaccio } from '@schema-service/published';
import type { Server } from './load.ts';
import type { Recorded } from './recorded.ts';
import { tarballOf } from './sample-catalog.ts';

export interface RunningServer extends Server {
  /** Without a slash at the end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** @param adminToken the token of an admin; anonymous requests are refused where `readAccess` is `token` */
export async function startApi(
  databaseUrl: string,
  databasePid: number,
  adminToken: string,
): Promise<RunningServer> {
  const program = join(root, 'apps', 'schema-api', 'dist', 'main.js');
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LOG_LEVEL: 'info',
      ADMIN_TOKEN: adminToken,
      // Runs of migrations are another process's work: looking for them would count here.
      WORKER: 'none',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await lineOf(child, /Server listening at (http:[^"]+)/);
  child.stdout?.resume();
  return { name: 'Schema API', ...running(child), url, databasePid };
}

export async function startRaw(
  folder: string,
  answers: readonly Recorded[],
): Promise<RunningServer> {
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const program = join(import.meta.dirname, 'raw-server.ts');
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await lineOf(child, /^(\d+)$/);
  return { name: 'raw node:http', ...running(child), url: `http://127.0.0.1:${port}` };
}

/** One worker of nginx with the same bytes as files. `undefined` where there is no nginx. */
export async function startNginx(
  folder: string,
  port: number,
  answers: readonly Recorded[],
): Promise<RunningServer | undefined> {
  if (spawnSync('nginx', ['-v']).error) return undefined;
  const files = join(folder, 'files');
  for (const { path, body, status } of answers) {
    if (status !== 200) continue;
    mkdirSync(dirname(join(files, path)), { recursive: true });
    writeFileSync(join(files, path), Buffer.from(body, 'base64'));
  }
  // Its worker may be another user than who runs this.
  chmodSync(folder, 0o755);
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(
    configuration,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log /dev/null;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=100;
  server { listen 127.0.0.1:${port}; root ${files}; } }\n`,
  );
  const child = spawn('nginx', ['-c', configuration, '-e', '/dev/null'], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))) {
    if (child.exitCode !== null) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { name: 'nginx', ...running(child), url };
}

/** Verdaccio with the same packages; `versions` are published into it. */
export async function startPeer(versions: readonly string[]): Promise<RunningServer> {
  const registry = await startVerdaccio();
  for (const version of versions) {
    const { name, manifest, bytes, integrity } = tarballOf(version);
    const filename = `${name.replace(/^.*\//, '')}-${version}.tgz`;
    const answer = await fetch(`${registry.url}${name.replace('/', '%2f')}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${registry.token}`,
      },
      body: JSON.stringify({
        ...{ _id: name, name, 'dist-tags': { latest: version } },
        versions: {
          [version]: {
            ...manifest,
            dist: { integrity, tarball: `${registry.url}${name}/-/${filename}` },
          },
        },
        _attachments: {
          [filename]: {
            content_type: 'application/octet-stream',
            data: Buffer.from(bytes).toString('base64'),
            length: bytes.byteLength,
          },
        },
      }),
    });
    if (!answer.ok) throw new Error(`Verdaccio refused ${filename}: ${await answer.text()}`);
  }
  return {
    name: 'Verdaccio',
    pid: registry.pid,
    url: registry.url.replace(/\/$/, ''),
    stop: () => registry[Symbol.asyncDispose](),
  };
}

function running(child: ChildProcess): Pick<RunningServer, 'pid' | 'stop'> {
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  };
  return { pid: child.pid ?? 0, stop };
}

async function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.');
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('The process ended without listening.');
}
