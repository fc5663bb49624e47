import { OPENING, skipToken, WORD } from './tokens.ts';

/** Line comment, cast, assignment or word; opening (1); the colon of what psql reads as a variable (2). */
const PIECE = new RegExp(
  `--[^\\n\\r]*|::|:=|(${OPENING})|${WORD}|(:(?=[\\w\\u0080-\\uffff'"{]))`,
  'g',
);

/**
 * A script of which psql fills in nothing: it would put the port of the server into `list[1:PORT]`. The space behind such a
 * colon makes no difference to PostgreSQL.
 */
export function hidePsqlVariables(sql: string): string {
  const piece = new RegExp(PIECE);
  let hidden = '';
  let copied = 0;
  for (let match = piece.exec(sql); match; match = piece.exec(sql)) {
    const [, opening, colon] = match;
    if (opening) piece.lastIndex = skipToken(sql, match.index, opening) ?? sql.length;
    else if (colon) {
      hidden += `${sql.slice(copied, piece.lastIndex)} `;
      copied = piece.lastIndex;
    }
  }
  return hidden + sql.slice(copied);
}
