/** A place in a file, as editors show it: both from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns the parser's byte offsets into lines and columns. */
export interface Positions {
  at(byteOffset: number): Position;
  /** The parser counts in bytes where it names statements, but in characters where it names a mistake. */
  atCharacter(characterOffset: number): Position;
}

const NEWLINE = 10;

/** @param sql without a byte order mark */
export function createPositions(sql: string): Positions {
  const bytes = Buffer.from(sql);
  const lineStarts = [0];
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    lineStarts.push(at + 1);
  }
  function at(byteOffset: number): Position {
    const index = lastNotAbove(lineStarts, byteOffset);
    const start = lineStarts[index] ?? 0;
    return { line: index + 1, column: bytes.toString('utf8', start, byteOffset).length + 1 };
  }
  return {
    at,
    atCharacter: (characterOffset) => {
      let index = 0;
      for (let count = 0; count < characterOffset && index < sql.length; count++) {
        index += (sql.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
      }
      return at(Buffer.byteLength(sql.slice(0, index)));
    },
  };
}

function lastNotAbove(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
