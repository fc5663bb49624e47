import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Served, serve } from '@schema-service/vitest-config/serve';

const VERSION = '0.7.24';
const folder = join(import.meta.dirname, '..', '..', '..', '.data', 'liam');
const command = join(folder, 'node_modules', '.bin', 'liam');
const run = promisify(execFile);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/** Brings Liam ERD's command into `.data`, 120 MB, where it is not there yet. */
export async function installLiam(): Promise<void> {
  if (existsSync(command)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `@liam-hq/cli@${VERSION}`,
  ];
  await run('npm', args, { cwd: folder, timeout: 300_000 });
}

/** Builds the page of a schema, and serves it on this machine. */
export async function serveLiam(name: string, schema: string): Promise<Served> {
  // Its Prisma asks for an address in the schema, and never connects there.
  const text = schema.replace(/(provider = "postgresql")/, '$1\n  url = "postgresql://nowhere"');
  writeFileSync(join(folder, `${name}.prisma`), text);
  const built = join(folder, name);
  const args = ['erd', 'build', '--input', `${name}.prisma`, '--format', 'prisma'];
  await run(command, [...args, '--output-dir', name], { cwd: folder, timeout: 120_000 });
  return serve(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = join(built, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return void response.writeHead(404).end();
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
  });
}
