import { expect, test } from 'vitest';
import { migratingReleases } from './migrating-releases.ts';
import { runService } from './run-service.ts';

const RELEASES = migratingReleases([
  {
    version: '1.0.0',
    migrations: {
      '001_filled': {
        // Without a transaction, so that the table is there which is to fail.
        up: `-- migrator: no-transaction
CREATE TABLE filled (id int);
CREATE PROCEDURE fill() LANGUAGE sql AS 'INSERT INTO filled VALUES (1)';`,
      },
    },
  },
  {
    version: '1.1.0',
    migrations: {
      '002_alone': { up: '-- migrator: no-transaction\nCREATE TABLE before_it ();\nCALL fill();' },
    },
  },
]);

test('a run is told what was found out of a statement whose end could not be noted', async () => {
  await using service = await runService({ releases: RELEASES });
  await service.worker();
  const run = async (body: object) => {
    const started = await service.start(body);
    if (started.status !== 202) return started.body;
    return service.until(started.body.id, 'success', 'failed');
  };
  await run({ to: '1.0.0' });
  // The note of its end cannot be written: the connection is cut there.
  await service.query(
    `CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.statement = 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;
     CREATE TRIGGER cut BEFORE INSERT ON schema_migrations.statement FOR EACH ROW EXECUTE FUNCTION cut()`,
  );
  expect(await run({})).toMatchObject({ status: 'failed' });
  await service.query('DROP FUNCTION cut() CASCADE');
  expect(await run({})).toMatchObject({ error: { code: 'MIGRATION_STATEMENT_UNKNOWN' } });
  const ended = await run({ options: { unknown: 'done' } });
  expect(ended).toMatchObject({ status: 'success' });
  expect(await service.query('SELECT count(*)::int FROM filled')).toEqual([{ count: 1 }]);
});
