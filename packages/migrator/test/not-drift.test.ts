import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import {
  ACCEPTED_FILE,
  acceptedDifference,
  acceptedText,
  formatDifference,
  snapshot,
  up,
  verify,
} from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

const FIRST = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE event (id serial, day date NOT NULL, mood mood DEFAULT 'ok', kind varchar CHECK (kind IN ('a', 'b'))) PARTITION BY RANGE (day);
  CREATE INDEX event_kind ON event (kind) WHERE kind IN ('a', 'b');
  CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text DEFAULT 'see public.event', made_by text);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 'public.note'; RETURN NEW; END $$;
  CREATE TRIGGER touched BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE FUNCTION moods() RETURNS SETOF mood LANGUAGE sql BEGIN ATOMIC SELECT mood FROM event; END;
  CREATE VIEW sad AS SELECT day, mood FROM event WHERE mood = 'sad';
  ALTER TABLE note ENABLE ROW LEVEL SECURITY;
  CREATE POLICY seen ON note USING (EXISTS (SELECT FROM event WHERE event.kind = note.body))`;

/** A folder of two versions with their structures. */
async function released() {
  const folder = migrationFolder({
    '1.0.0/001_init/up.sql': `${FIRST};\n`,
    '1.1.0/002_more/up.sql': 'ALTER TABLE note ADD more text;\n',
  });
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  for (const to of ['1.0.0', '1.1.0']) {
    await up({ ...options, to });
    await snapshot(options);
  }
  return folder;
}

test('partitions that an application makes, and the second product in a schema, are no drift by their patterns', async () => {
  using folder = await released();
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(
    database.connectionString,
    `CREATE TABLE event_2026 PARTITION OF event (CHECK (id > 0)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
     CREATE INDEX ON event_2026 (day);
     CREATE TYPE billing_state AS ENUM ('open'); CREATE DOMAIN billing_sum AS numeric CHECK (VALUE > 0);
     CREATE TABLE billing_invoice (id serial PRIMARY KEY, state billing_state, note_id bigint REFERENCES note);
     CREATE VIEW billing_open AS SELECT id FROM billing_invoice;
     CREATE FUNCTION billing_touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE TRIGGER touched BEFORE UPDATE ON billing_invoice FOR EACH ROW EXECUTE FUNCTION billing_touch();
     CREATE RULE kept AS ON DELETE TO billing_invoice DO INSTEAD NOTHING;
     CREATE PUBLICATION billing_told FOR TABLE billing_invoice; GRANT SELECT ON billing_invoice TO PUBLIC;
     CREATE EXTENSION citext`,
  );
  expect((await verify(options)).differences.length).toBeGreaterThan(8);
  const exclude = ['public.event_2*', 'public.billing_*', 'billing_*', 'citext'];
  expect((await verify({ ...options, exclude, rights: true })).differences).toEqual([]);
  expect(await up({ ...options, exclude, rights: true })).toMatchObject({ toVersion: '1.1.0' });
});

test("a tenant's own schema name is no drift, and a change in it is", async () => {
  using folder = await released();
  await using database = await createTestDatabase();
  await query(
    database.connectionString,
    `CREATE SCHEMA "Tenant 42"; ALTER DATABASE ${new URL(database.connectionString).pathname.slice(1)} SET search_path = "Tenant 42"`,
  );
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_DRIFT' });
  const schemas = { public: 'Tenant 42' };
  expect((await verify({ ...options, schemas })).differences).toEqual([]);
  await query(
    database.connectionString,
    "ALTER TABLE note ALTER body SET DEFAULT 'other'; ALTER TABLE note DROP made_by",
  );
  const { differences } = await verify({ ...options, schemas });
  expect(differences.map(formatDifference)).toEqual([
    `column "Tenant 42".note.body: default expected 'see public.event'::text, is 'other'::text`,
    'column "Tenant 42".note.made_by: expected (text), is missing',
  ]);
  // Accepted for all, under the names that versions have.
  const accepted = acceptedDifference(
    differences[1] as (typeof differences)[number],
    'An old one.',
  );
  const text = acceptedText([accepted]).replaceAll(String.raw`\"Tenant 42\"`, 'public');
  folder.write(ACCEPTED_FILE, text);
  expect((await verify({ ...options, schemas })).differences).toHaveLength(1);
});
