import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, onTestFinished, test } from 'vitest';
import { runApp } from './run-app.ts';

/** A home with one migration, and files that nobody else may read. */
function home(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'variables-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'migrations/1.0.0/001_init'), { recursive: true });
  writeFileSync(join(folder, 'migrations/1.0.0/001_init/up.sql'), 'CREATE TABLE product ();');
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), 0o600);
  }
  return folder;
}

test('one database, by every way to name it', async () => {
  await using database = await createTestDatabase();
  const { hostname, port, pathname, username, password } = new URL(database.connectionString);
  const [user, name, secret] = [username, pathname.slice(1), decodeURIComponent(password)];
  const HOME = home({
    url: `${database.connectionString}\n`,
    password: `${secret}\n`,
    pgpass: `${hostname}:${port}:${name}:${user}:${secret}\n`,
    services: `[shop]\nhost=${hostname}\nport=${port}\ndbname=${name}\nuser=${user}\n`,
    'migrator.config.json': '{"environments":{"live":{"url":"env:LIVE_URL"}}}',
  });
  const place = { PGHOST: hostname, PGPORT: port, PGDATABASE: name, PGUSER: user };
  const at = ['--dir', join(HOME, 'migrations')];
  const config = ['--env', 'live', '--config', join(HOME, 'migrator.config.json')];
  const ways: readonly (readonly [NodeJS.ProcessEnv, (readonly string[])?])[] = [
    [{ ...place, PGPASSWORD: secret }],
    [{ ...place, PGPASSWORD_FILE: join(HOME, 'password') }],
    [{ ...place, PGPASSFILE: join(HOME, 'pgpass') }],
    [{ PGSERVICE: 'shop', PGSERVICEFILE: join(HOME, 'services'), PGPASSWORD: secret }],
    [
      { PGPASSWORD: secret },
      ['--database-url', `postgresql://${user}@${hostname}:${port}/${name}`],
    ],
    [{ DATABASE_URL_FILE: join(HOME, 'url') }],
    [{ LIVE_URL: database.connectionString }, config],
    [{ LIVE_URL_FILE: join(HOME, 'url') }, config],
  ];
  const runs = await Promise.all(
    ways.map(([variables, args = []]) => runApp(['up', ...at, ...args], { HOME, ...variables })),
  );
  for (const run of runs) expect(run).toMatchObject({ code: 0 });
  expect(runs.filter(({ stdout }) => stdout.startsWith('1 migration run'))).toHaveLength(1);
});

test('what a variable of libpq says wrongly is told by its name, and no database by what is missing', async () => {
  const HOME = home({});
  const wrong = await runApp(['history'], { HOME, PGHOST: 'h', PGSSLMODE: 'on' });
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toContain('error DATABASE_URL_PARAMETER_REFUSED: PGSSLMODE does not work');
  const none = await runApp(['history'], { HOME, PGUSER: 'me' });
  expect(none).toMatchObject({ code: 2 });
  expect(none.stderr).toContain('Neither --env, --database-url, DATABASE_URL nor PGHOST is set.');
  const both = await runApp(['history'], {
    ...{ HOME, DATABASE_URL: 'postgresql://h/db', DATABASE_URL_FILE: '/nowhere' },
  });
  expect(both.stderr).toContain('DATABASE_URL and DATABASE_URL_FILE are both set.');
});
