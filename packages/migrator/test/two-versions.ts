const END_OF_1_0_0 = `DROP SCHEMA db_1_0_0 CASCADE;
DROP TRIGGER "!1insert" ON reviews;
DROP TRIGGER "!2helpful.up" ON reviews;
DROP TRIGGER "!2helpful.down" ON reviews;
DROP SCHEMA coexist CASCADE;
DROP VIEW helpful_reviews;
ALTER TABLE reviews DROP COLUMN helpful, ALTER helpful__2 SET NOT NULL, ALTER helpful__2 SET DEFAULT 0;
ALTER TABLE reviews DROP CONSTRAINT "helpful__2.required";
ALTER TABLE reviews RENAME COLUMN helpful__2 TO helpful;
ALTER TABLE reviews RENAME COLUMN reviewer TO author;
CREATE VIEW helpful_reviews AS SELECT id, author FROM reviews WHERE helpful > 0;
`;

/**
 * Two versions alive at once: `helpful` is an integer in 1.0.0 and a bigint in 2.0.0, where `reviewer` is called `author`.
 * Content by path, as {@link migrationFolder} takes it.
 */
export const TWO_VERSIONS: Readonly<Record<string, string>> = {
  '1.0.0/001_init/up.sql': `CREATE TABLE reviews (id integer PRIMARY KEY, reviewer text, helpful integer NOT NULL DEFAULT 0);
CREATE VIEW helpful_reviews AS SELECT id, reviewer FROM reviews WHERE helpful > 0;
`,
  '1.0.0/002_open/up.sql': `-- migrator: phase = open
CREATE SCHEMA db_1_0_0;
CREATE VIEW db_1_0_0.reviews AS SELECT id, reviewer, helpful FROM reviews;
ALTER VIEW db_1_0_0.reviews ALTER helpful SET DEFAULT 0;
`,
  '1.0.0/002_open/down.sql': 'DROP SCHEMA db_1_0_0 CASCADE;\n',
  // Clients lock the view and then its table, and so does this.
  '2.0.0/003_expand/up.sql': `-- migrator: phase = expand
LOCK TABLE db_1_0_0.reviews IN ACCESS EXCLUSIVE MODE;
CREATE SCHEMA coexist;
ALTER TABLE reviews ADD COLUMN helpful__2 bigint, ALTER helpful DROP DEFAULT;
CREATE FUNCTION coexist."reviews.insert"() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
  NEW.helpful__2 := NEW.helpful; RETURN NEW;
END $f$;
CREATE FUNCTION coexist."reviews.helpful.up"() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
  NEW.helpful__2 := NEW.helpful; RETURN NEW;
END $f$;
CREATE TRIGGER "!1insert" BEFORE INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION coexist."reviews.insert"();
CREATE TRIGGER "!2helpful.up" BEFORE UPDATE OF helpful ON reviews FOR EACH ROW
  WHEN (NEW.helpful IS DISTINCT FROM OLD.helpful) EXECUTE FUNCTION coexist."reviews.helpful.up"();
`,
  '2.0.0/003_expand/down.sql': `DROP TRIGGER "!1insert" ON reviews;
DROP TRIGGER "!2helpful.up" ON reviews;
ALTER TABLE reviews DROP COLUMN helpful__2, ALTER helpful SET DEFAULT 0;
DROP SCHEMA coexist CASCADE;
`,
  '2.0.0/004_fill/up.sql': `-- migrator: phase = fill
-- migrator: batches = public.reviews by id
UPDATE reviews SET helpful__2 = helpful WHERE id BETWEEN {from} AND {to} AND helpful__2 IS DISTINCT FROM helpful;
`,
  '2.0.0/004_fill/down.sql': 'SELECT 1;\n',
  '2.0.0/005_prove/up.sql': `-- migrator: phase = prove
-- migrator: no-transaction
ALTER TABLE reviews ADD CONSTRAINT "helpful__2.required" CHECK (helpful__2 IS NOT NULL) NOT VALID;
ALTER TABLE reviews VALIDATE CONSTRAINT "helpful__2.required";
`,
  '2.0.0/005_prove/down.sql': 'ALTER TABLE reviews DROP CONSTRAINT "helpful__2.required";\n',
  '2.0.0/006_bind/up.sql': `-- migrator: phase = bind
CREATE OR REPLACE FUNCTION coexist."reviews.insert"() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
  IF NEW.helpful__2 IS NULL THEN NEW.helpful__2 := NEW.helpful;
  ELSE NEW.helpful := least(greatest(NEW.helpful__2, -2147483648), 2147483647); END IF;
  RETURN NEW;
END $f$;
CREATE FUNCTION coexist."reviews.helpful.down"() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
  NEW.helpful := least(greatest(NEW.helpful__2, -2147483648), 2147483647); RETURN NEW;
END $f$;
CREATE TRIGGER "!2helpful.down" BEFORE UPDATE OF helpful__2 ON reviews FOR EACH ROW
  WHEN (NEW.helpful__2 IS DISTINCT FROM OLD.helpful__2) EXECUTE FUNCTION coexist."reviews.helpful.down"();
`,
  '2.0.0/006_bind/down.sql': 'DROP TRIGGER "!2helpful.down" ON reviews;\n',
  '2.0.0/007_open/up.sql': `-- migrator: phase = open
CREATE SCHEMA db_2_0_0;
CREATE VIEW db_2_0_0.reviews AS SELECT id, reviewer AS author, helpful__2 AS helpful FROM reviews;
ALTER VIEW db_2_0_0.reviews ALTER helpful SET DEFAULT 0;
`,
  '2.0.0/007_open/down.sql': 'DROP SCHEMA db_2_0_0 CASCADE;\n',
  '2.0.0/008_contract/up.sql': `-- migrator: phase = contract\n${END_OF_1_0_0}`,
};

const END_OF_2_0_0 = `CREATE OR REPLACE VIEW db_3_0_0.reviews AS SELECT id, author, helpful FROM reviews;
DROP SCHEMA db_2_0_0 CASCADE;
`;

/** A version behind those, made while both were alive. */
export const THIRD_VERSION: Readonly<Record<string, string>> = {
  '3.0.0/009_expand/up.sql':
    '-- migrator: phase = expand\nCREATE TABLE tags (name text PRIMARY KEY);\n',
  '3.0.0/009_expand/down.sql': 'DROP TABLE tags;\n',
  '3.0.0/010_open/up.sql': `-- migrator: phase = open
CREATE SCHEMA db_3_0_0;
CREATE VIEW db_3_0_0.reviews AS SELECT id, author, helpful FROM db_2_0_0.reviews;
CREATE VIEW db_3_0_0.tags AS SELECT name FROM tags;
`,
  '3.0.0/010_open/down.sql': 'DROP SCHEMA db_3_0_0 CASCADE;\n',
  '3.0.0/011_contract/up.sql': `-- migrator: phase = contract\n-- migrator: ends = 1.0.0\n${END_OF_1_0_0}`,
  '3.0.0/012_contract/up.sql': `-- migrator: phase = contract\n-- migrator: ends = 2.0.0\n${END_OF_2_0_0}`,
};
