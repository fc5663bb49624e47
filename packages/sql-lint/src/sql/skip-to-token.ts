/** Where the next word begins, after white space and comments: PostgreSQL counts them to the statement that follows. */
export function skipToToken(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    if (isSpace(bytes[at])) at++;
    else if (bytes.toString('latin1', at, at + 2) === '--') at = endOfLine(bytes, at);
    else if (bytes.toString('latin1', at, at + 2) === '/*') at = endOfComment(bytes, at);
    else return at;
  }
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);

function endOfLine(bytes: Buffer, from: number): number {
  const newline = bytes.indexOf('\n', from);
  return newline === -1 ? bytes.length : newline;
}

/** PostgreSQL's comments nest. */
function endOfComment(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; ) {
    const pair = bytes.toString('latin1', at, at + 2);
    if (pair === '/*') depth++;
    if (pair === '*/') depth--;
    at += pair === '/*' || pair === '*/' ? 2 : 1;
    if (depth === 0) return at;
  }
  return bytes.length;
}
