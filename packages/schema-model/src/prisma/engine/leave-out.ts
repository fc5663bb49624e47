import { lineText } from '../language/source-text.ts';
import type { DraftFinding } from './excuses.ts';

const declaredTwice = /^Field "[^"]*" is already defined/;
const parentheses = /\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*\)/y;

/** What was left out: the name that the line declares, where it no longer does so as written. */
export interface LeftOut {
  readonly name?: string;
}

/**
 * Makes the draft say nothing, or nothing wrong, where a reported finding
 * stands: an attribute disappears, and a field takes a type that fits anywhere.
 * Undefined where nothing can be left out: for a complaint about a whole block
 * or its header.
 */
export function leaveOut(finding: DraftFinding, line: number, offset: number): LeftOut | undefined {
  const { draft, start, end, text } = finding;
  const { source } = draft;
  const block = draft.blocks.find(
    ({ firstLine, lastLine }) => firstLine < line && line <= lastLine,
  );
  const said = draft.content.slice(start, end).trimEnd();
  if (!block || /[\r\n]/.test(said)) return undefined;

  if (said.startsWith('@') && !said.startsWith('@@')) {
    draft.erase(offset, attributeEnd(source.text, offset + said.length));
    return {};
  }
  const name = /^\s*([A-Za-z]\w*)/.exec(lineText(source, line))?.[1];
  const isField = block.keyword === 'model' || block.keyword === 'view';
  if (name === undefined || !isField || declaredTwice.test(text)) {
    draft.replaceLine(line, '');
  } else {
    draft.replaceLine(line, `${name} Unsupported("?")?`);
  }
  return name === undefined ? {} : { name };
}

/** Some findings span an attribute's name only; its arguments go with it. */
function attributeEnd(text: string, end: number): number {
  parentheses.lastIndex = end;
  return parentheses.test(text) ? parentheses.lastIndex : end;
}
