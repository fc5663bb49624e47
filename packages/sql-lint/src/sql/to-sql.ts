import type { Node } from 'libpg-query';
import { deparseSync } from 'pgsql-deparser';

/** A tree as SQL on one line, without a semicolon: recipes are the statement's own tree, changed. */
export const toSql = (node: Node): string => deparseSync(node, { pretty: false });
