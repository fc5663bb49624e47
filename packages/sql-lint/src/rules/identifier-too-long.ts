import { scanSync } from 'libpg-query';
import type { LintRule } from './rule.ts';

/** NAMEDATALEN - 1. */
const LONGEST = 63;

/** What could be one: letters of any script, or anything in quotes. At four bytes a letter, 16 may be too many. */
const CANDIDATE = /[\p{L}\p{M}\p{N}_$]{16,}|"[^"]{16,}/gu;

export const identifierTooLong: LintRule = {
  kind: 'lintRule',
  id: 'identifier-too-long',
  severity: 'error',
  summary: 'an identifier of more than 63 bytes',
  why: 'PostgreSQL cuts it off without an error: two names may become one, and the name in the schema is not the one in the database.',
  *check({ start, end }, { script }) {
    const text = script.bytes.toString('utf8', start, end);
    if (!text.match(CANDIDATE)?.some((word) => Buffer.byteLength(word) > LONGEST)) return;
    for (const token of scanSync(text).tokens) {
      if (token.tokenName !== 'IDENT') continue;
      const name = token.text.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"');
      if (Buffer.byteLength(name) <= LONGEST) continue;
      yield {
        message: `${name} has ${Buffer.byteLength(name)} bytes; PostgreSQL keeps the first ${LONGEST}.`,
        at: start + token.start,
      };
    }
  },
};
