/** A made-up live database of one shape, and what it becomes. */
export interface DatabaseShape {
  readonly sql: string;
  /** What the schema must say. */
  readonly schema: readonly (string | RegExp)[];
  /** The names of the differences that have to be accepted. */
  readonly accepted?: readonly string[];
  /** What the summary must name. */
  readonly summary?: readonly string[];
  /** An edit of the schema. Default: an optional field in the first model. */
  readonly change?: (schema: string) => string;
  /** What the drafts of that edit must hold. */
  readonly drafts?: RegExp;
}

export const databaseShapes: Readonly<Record<string, DatabaseShape>> = {
  'identity and serial columns, unique constraints, foreign keys and their actions': {
    sql: `
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(200) NOT NULL UNIQUE, first_name text);
      CREATE TABLE blog_posts (id serial PRIMARY KEY, author_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
        editor_id bigint REFERENCES users ON DELETE SET NULL ON UPDATE CASCADE, slug text, created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT one_slug UNIQUE (author_id, slug));
      CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users, parent_id bigint REFERENCES profiles);
      CREATE SEQUENCE order_numbers START 1000;
      CREATE TABLE orders (number bigint PRIMARY KEY DEFAULT nextval('order_numbers'));`,
    schema: [
      /model User \{[^}]*id +BigInt +@id @default\(autoincrement\(\)\)/,
      /firstName +String\? +@map\("first_name"\)/,
      /blogPostsAsAuthor +BlogPost\[\]/,
      /editor +User\? .*onDelete: SetNull|editor +User\? /,
      /model BlogPost \{[^}]*@@unique\(\[authorId, slug\], map: "one_slug"\)/,
      '@@map("blog_posts")',
    ],
  },
  'indexes that are partial, over expressions, or GIN': {
    sql: `
      CREATE EXTENSION pg_trgm;
      CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, tags text[] NOT NULL DEFAULT '{}', data jsonb);
      CREATE INDEX active ON people (name) WHERE name <> '';
      CREATE UNIQUE INDEX lower_name ON people (lower(name));
      CREATE INDEX by_tags ON people USING gin (tags);
      CREATE INDEX by_data ON people USING gin (data jsonb_path_ops);
      CREATE INDEX patterns ON people (name text_pattern_ops, id DESC);
      CREATE INDEX trgm ON people USING gin (name gin_trgm_ops);
      CREATE EXTENSION btree_gin; CREATE INDEX several ON people USING gin (id, name gin_trgm_ops);
      CREATE INDEX last_of_all ON people (name DESC NULLS LAST);
      CREATE INDEX covering ON people (name) INCLUDE (data);`,
    schema: [
      'model Person {',
      'type: Gin, map: "by_tags"',
      '(ops: raw("text_pattern_ops"))',
      'where: raw("',
    ],
    accepted: ['last_of_all', 'several'],
    summary: ['indexes over expressions', 'lower_name', 'indexes with further columns'],
    change: (schema) => schema.replace(/^ +data .*\n|^.*"by_data".*\n/gm, ''),
    drafts: /CREATE INDEX "?by_data"? ON/s,
  },
  'views, materialized views, triggers, functions and checks': {
    sql: `
      CREATE TABLE items (id int PRIMARY KEY, price numeric(10,2) CHECK (price > 0), changed timestamptz);
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
      CREATE TRIGGER touch BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE VIEW cheap_items AS SELECT id, price FROM items WHERE price < 10;
      CREATE MATERIALIZED VIEW item_totals AS SELECT count(*) AS how_many, max(changed) AS last FROM cheap_items, items;`,
    schema: [/view CheapItem \{/, /view ItemTotal \{\s+howMany +BigInt\? +@map\("how_many"\)/],
    summary: ['checks', 'triggers', 'functions', 'queries of views'],
  },
  'enums, arrays, domains and generated columns, which are accepted': {
    sql: `
      CREATE TYPE order_status AS ENUM ('in-progress', '2nd', 'done');
      CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
      CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), status order_status NOT NULL DEFAULT 'in-progress',
        past order_status[] NOT NULL DEFAULT '{}', mail email, net int NOT NULL, gross int GENERATED ALWAYS AS (net * 2) STORED, words tsvector);`,
    schema: [
      /enum OrderStatus \{\s+in_progress +@map\("in-progress"\)\s+value2nd|value_2nd/,
      /gross +Int\? +@default\(dbgenerated\(\)\)/,
      /words +Unsupported\("tsvector"\)\?/,
    ],
    accepted: ['mail'],
    summary: ['domains', 'expressions of generated columns', 'orders.words'],
  },
  'types of every kind': {
    sql: `
      CREATE EXTENSION citext;
      CREATE TABLE samples (id smallint PRIMARY KEY, a numeric, b numeric(5), c varchar, d char(3), e timestamp, f timestamptz(3), g time, h timetz,
        i date, j interval, k bytea, l json, m inet, n bit(3), o varbit, p money, q xml, r real, s double precision, t oid, u citext, v point,
        w timestamptz[], x numeric(8, 2)[] DEFAULT '{1.5}', y boolean DEFAULT true, z text DEFAULT 'it''s', ab date DEFAULT CURRENT_DATE,
        ac numeric(10, 2) DEFAULT 0.00, ad varchar(10) DEFAULT 'x'::varchar, ae jsonb DEFAULT '{}', af timestamp DEFAULT '2024-01-01 00:00:00',
        ag bigint DEFAULT -1, ah uuid DEFAULT gen_random_uuid(), ai timestamp DEFAULT (now() AT TIME ZONE 'utc'), aj "char");`,
    schema: [/e +DateTime\? +@db\.Timestamp\b(?!\()/, /f +DateTime\? +@db\.Timestamptz\(3\)/],
    accepted: ['aj', 'x'],
  },
  'comments, which are documentation': {
    sql: `
      CREATE TYPE kind AS ENUM ('a'); COMMENT ON TYPE kind IS 'What it is.';
      CREATE TABLE things (id int PRIMARY KEY, kind kind, CHECK (id > 0));
      COMMENT ON TABLE things IS E'It is a thing.\\nIn two lines.'; COMMENT ON COLUMN things.kind IS 'Its kind''s name.';
      CREATE INDEX things_kind ON things (kind); COMMENT ON INDEX things_kind IS 'Not in the schema.';`,
    schema: [
      '/// It is a thing.\n/// In two lines.\nmodel Thing {',
      "  /// Its kind's name.\n  kind Kind?",
      '/// What it is.\nenum Kind {',
    ],
  },
  'several schemas, and odd names': {
    sql: `
      CREATE SCHEMA sales; CREATE SCHEMA "2nd Schema";
      CREATE TABLE users (id int PRIMARY KEY, "Full Name" text, "2fa" boolean, "select" int, "CamelCase" int, "größe" int, "日本" text, "a-b" int, "a b" int, a_b int);
      CREATE INDEX odd_part ON users ("a b") WHERE "a-b" > 0;
      CREATE TYPE sizes AS ENUM ('1', '!', 'ok'); CREATE VIEW "The View" AS SELECT id AS "the id", '1'::sizes AS size FROM users;
      CREATE TABLE sales.users (id int PRIMARY KEY, owner_id int REFERENCES public.users);
      CREATE TABLE "2nd Schema"."order" (id int PRIMARY KEY, "user" int NOT NULL REFERENCES public.users);
      CREATE TABLE "2fa codes" (id int PRIMARY KEY);
      CREATE TABLE "日本" (id int PRIMARY KEY);
      CREATE TABLE no_key (x int);`,
    schema: [
      /model User \{[^}]*fullName +String\? +@map\("Full Name"\)/,
      'column2fa',
      'grosse',
      '@map("日本")',
      '@@map("日本")',
      /aB +Int\? +@map\("a-b"\)\s+aB2 +Int\? +@map\("a b"\)\s+aB3 +Int\? +@map\("a_b"\)/,
      '@@index([aB2], where: raw("(\\"a-b\\" > 0)"), map: "odd_part")',
      /enum Sizes \{\s+value_1 +@map\("1"\)\s+value +@map\("!"\)\s+ok/,
      /view TheView \{\s+theId +Int\? +@map\("the id"\)/,
      'model SalesUser {',
      /model Table2faCode \{[^}]*@@map\("2fa codes"\)/,
      '@@schema("2nd Schema")',
      '@@ignore',
    ],
    summary: ['tables without a key, which no client reads'],
  },
  'join tables, partitions and inheritance': {
    sql: `
      CREATE TABLE posts (id int PRIMARY KEY); CREATE TABLE tags (id int PRIMARY KEY);
      CREATE TABLE "_PostToTag" ("A" int NOT NULL REFERENCES posts ON DELETE CASCADE ON UPDATE CASCADE, "B" int NOT NULL REFERENCES tags ON DELETE CASCADE ON UPDATE CASCADE);
      CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag" ("A", "B"); CREATE INDEX "_PostToTag_B_index" ON "_PostToTag" ("B");
      CREATE TABLE post_tags (post_id int REFERENCES posts, tag_id int REFERENCES tags, PRIMARY KEY (post_id, tag_id));
      CREATE TABLE events (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
      CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE INDEX by_day ON events (day);
      CREATE TABLE "String" (id int PRIMARY KEY);`,
    schema: [
      'model StringTable {',
      /model Post \{[^}]*tags +Tag\[\]/,
      'model PostTag {',
      'model Event {',
    ],
    summary: ['partitions'],
  },
  'row security with roles of its own': {
    sql: `
      CREATE TABLE notes (id int PRIMARY KEY, owner name);
      ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
      DO $$ BEGIN CREATE ROLE notes_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      CREATE POLICY own ON notes FOR SELECT TO notes_reader USING (owner = current_user);
      GRANT SELECT ON notes TO notes_reader;`,
    schema: ['model Note {'],
    summary: ['notes_reader', 'policies', 'privileges'],
  },
};

/** The history tables of other tools as each makes them, or as its documentation says. */
export const toolTables: Readonly<Record<string, { readonly sql: string; readonly says: RegExp }>> =
  {
    'Prisma Migrate': {
      sql: `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
      logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
      INSERT INTO _prisma_migrations VALUES ('1', 'x', now(), '20240101000000_init', NULL, NULL, now(), 1);`,
      says: /Prisma Migrate +public\._prisma_migrations +20240101000000_init/,
    },
    Flyway: {
      sql: `CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL,
      script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), execution_time integer NOT NULL, success boolean NOT NULL);
      CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
      INSERT INTO flyway_schema_history VALUES (1, '1.2', 'init', 'SQL', 'V1.2__init.sql', 1, 'me', now(), 1, true);`,
      says: /Flyway +public\.flyway_schema_history +1\.2/,
    },
    Liquibase: {
      sql: `CREATE TABLE databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL,
      orderexecuted int NOT NULL, exectype varchar(10) NOT NULL, md5sum varchar(35), description varchar(255), comments varchar(255), tag varchar(255),
      liquibase varchar(20), contexts varchar(255), labels varchar(255), deployment_id varchar(10));
      CREATE TABLE databasechangeloglock (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby varchar(255));
      INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype) VALUES ('7', 'ann', 'a.sql', now(), 1, 'EXECUTED');`,
      says: /Liquibase +public\.databasechangelog +7 by ann/,
    },
    'golang-migrate': {
      sql: `CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL); INSERT INTO schema_migrations VALUES (12, false);`,
      says: /golang-migrate +public\.schema_migrations +12/,
    },
    dbmate: {
      sql: `CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY); INSERT INTO schema_migrations VALUES ('20240101000000');`,
      says: /dbmate +public\.schema_migrations +20240101000000/,
    },
    Rails: {
      sql: `CREATE TABLE schema_migrations (version character varying NOT NULL PRIMARY KEY); INSERT INTO schema_migrations VALUES ('20240102000000');
      CREATE TABLE ar_internal_metadata (key character varying NOT NULL PRIMARY KEY, value character varying, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL);`,
      says: /Rails +public\.schema_migrations +20240102000000/,
    },
    sqitch: {
      sql: `CREATE SCHEMA sqitch; CREATE TABLE sqitch.projects (project text PRIMARY KEY);
      CREATE TABLE sqitch.changes (change_id text PRIMARY KEY, script_hash text, change text NOT NULL, project text NOT NULL REFERENCES sqitch.projects,
        note text NOT NULL DEFAULT '', committed_at timestamptz NOT NULL DEFAULT clock_timestamp());
      INSERT INTO sqitch.projects VALUES ('p'); INSERT INTO sqitch.changes VALUES ('1', 'h', 'add_users', 'p');`,
      says: /sqitch +sqitch\.changes +add_users/,
    },
    Drizzle: {
      sql: `CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
      INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 1704067200000);`,
      says: /Drizzle +drizzle\.__drizzle_migrations +2024-01-01/,
    },
    Django: {
      sql: `CREATE TABLE django_migrations (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);
      INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0002_more', now());`,
      says: /Django +public\.django_migrations +shop\.0002_more/,
    },
    goose: {
      sql: `CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp DEFAULT now());
      INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (3, true);`,
      says: /goose +public\.goose_db_version +3/,
    },
  };
