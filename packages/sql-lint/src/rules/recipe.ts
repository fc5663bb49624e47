import type { Node } from 'libpg-query';
import { toSql } from '../sql/to-sql.ts';

/** Stands between the migrations of a recipe that needs several. */
export const NEXT_MIGRATION = '-- then, in a migration of its own:';

/** A recipe of one migration or several. */
export const steps = (...migrations: readonly string[]): string =>
  migrations.join(`\n${NEXT_MIGRATION}\n`);

/** A migration whose statements are not in a transaction. */
export const noTransaction = (...statements: readonly (string | Node)[]): string =>
  `-- migrator: no-transaction\n${migration(...statements)}`;

/** The statements of a migration, each ended. */
export const migration = (...statements: readonly (string | Node)[]): string =>
  statements.map((one) => `${typeof one === 'string' ? one : toSql(one)};`).join('\n');
