import { lineText } from '../language/source-text.ts';
import type { DraftFinding } from './draft.ts';

const declaredTwice = /^Field "[^"]*" is already defined/;
const parentheses = /\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*\)/y;

/** Where a finding stands, by line, and what the engine points at there. */
export interface Place {
  readonly line: number;
  readonly said: string;
}

/**
 * Makes the draft say nothing, or nothing wrong, where a finding stands: an
 * attribute disappears, and a field takes a type that fits anywhere. Says which
 * it was; undefined where nothing can be left out, as of a complaint about a
 * whole block or its header.
 */
export function leaveOut(
  { draft, text, offset }: DraftFinding,
  { line, said }: Place,
): 'attribute' | 'declaration' | undefined {
  const block = draft.blockAt(line);
  if (!block || /[\r\n]/.test(said)) return undefined;
  const { source } = draft;
  // Without its `@relation` a field would still be half of a relation, of another one maybe.
  if (/^@(?!@|relation)/.test(said)) {
    draft.erase(offset, attributeEnd(source.text, offset + said.length));
    return 'attribute';
  }
  const name = /^\s*(\p{L}[\p{L}\p{M}\p{N}_]*)/u.exec(lineText(source, line))?.[1];
  const isField = block.keyword === 'model' || block.keyword === 'view';
  const isKept = name !== undefined && isField && !declaredTwice.test(text);
  draft.replaceLine(line, isKept ? `${name} Unsupported("?")?` : '');
  return 'declaration';
}

/** Some findings span an attribute's name only; its arguments go with it. */
function attributeEnd(text: string, end: number): number {
  parentheses.lastIndex = end;
  return parentheses.test(text) ? parentheses.lastIndex : end;
}
