/** One `.prisma` file of a schema, as read. */
export interface SchemaSource {
  /** Shown in errors: relative to where the user stands. */
  readonly path: string;
  readonly content: string;
}
