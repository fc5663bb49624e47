/**
 * The PostgreSQL schema that holds a version's views, on databases that serve several versions: `db_2_0_0`.
 * The function `version_schema` of migrated databases gives the same name.
 */
export const versionSchema = (version: string): string =>
  `db_${version.replace(/[^0-9A-Za-z]+/g, '_')}`;
