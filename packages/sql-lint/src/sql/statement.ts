import type { Node } from 'libpg-query';

/** One statement of a file. */
export interface LintStatement {
  readonly kind: 'lintStatement';
  readonly node: Node;
  /** Where its first word begins: a byte offset in the file, as are the `location`s in the node. */
  readonly start: number;
  /** Where its semicolon stands, or the file ends. */
  readonly end: number;
}
