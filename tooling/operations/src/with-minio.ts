import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@schema-service/local-postgres';

// `with-minio.ts COMMAND ARGUMENTS...`: runs a command beside a MinIO of its own, whose address and
// credentials it gets as S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.

/** A real S3 server that a package registry has: it checks signatures and checksums, and knows conditional writes. */
const MINIO = 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c';

/** Built once by Go, 150 MB; it takes some minutes. */
function findOrBuild(): string | undefined {
  const folder = join(homedir(), '.cache', 'schema-service', 'minio', MINIO.split('@')[1] ?? '');
  const program = join(folder, 'minio');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  console.log('building MinIO with Go, once');
  const env = { ...process.env, GOBIN: folder };
  const { status } = spawnSync('go', ['install', MINIO], { env, stdio: 'inherit' });
  return status === 0 ? program : undefined;
}

async function runBeside(program: string, command: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'minio-'));
  const address = `127.0.0.1:${await freePort()}`;
  const secret = randomBytes(20).toString('hex');
  const minio = spawn(program, ['server', folder, '--address', address, '--quiet'], {
    env: { PATH: process.env.PATH, MINIO_ROOT_USER: 'schemas', MINIO_ROOT_PASSWORD: secret },
    stdio: 'ignore',
  });
  try {
    const url = `http://${address}`;
    while (!(await fetch(`${url}/minio/health/live`).catch(() => undefined))?.ok) {
      if (minio.exitCode !== null) throw new Error(`MinIO ended with ${minio.exitCode}.`);
      await sleep(50);
    }
    const [name = '', ...args] = command;
    const child = spawn(name, args, {
      env: {
        ...process.env,
        S3_ENDPOINT: url,
        AWS_ACCESS_KEY_ID: 'schemas',
        AWS_SECRET_ACCESS_KEY: secret,
      },
      stdio: 'inherit',
    });
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    if (minio.exitCode === null && minio.kill('SIGKILL')) await once(minio, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

const program = findOrBuild();
if (program === undefined) {
  console.error(
    'MinIO could not be built. It needs Go 1.24 or newer (Debian: apt-get install golang).',
  );
  process.exitCode = 1;
} else {
  process.exitCode = await runBeside(program, process.argv.slice(2));
}
