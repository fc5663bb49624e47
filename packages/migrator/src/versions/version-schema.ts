/** The PostgreSQL schema of a version's views: `db_2_0_0`. `version_schema` in the database says the same. */
export const versionSchema = (version: string): string =>
  `db_${version.replace(/[^0-9A-Za-z]+/g, '_')}`;
