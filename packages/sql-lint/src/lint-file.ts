/** The `up.sql` of one migration. */
export interface LintFile {
  /** As it is shown in findings; the lint reads no disk. */
  readonly path: string;
  readonly sql: string;
}
