/** What the scanner itself finds wrong; the script's path is added where the script is known. */
export class SqlSyntaxError extends Error {
  readonly reason: 'psqlCommand' | 'unterminated';
  /** From 1. */
  readonly line: number;

  constructor(reason: SqlSyntaxError['reason'], message: string, line: number) {
    super(message);
    this.reason = reason;
    this.line = line;
  }
}
