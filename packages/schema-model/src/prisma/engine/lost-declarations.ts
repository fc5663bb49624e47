import { wordsIn } from '../language/identifier.ts';
import { lineText } from '../language/source-text.ts';
import type { Draft, DraftFinding } from './draft.ts';

/** Stands for a word that cannot be known: the line that may have held it is misspelled. */
const ANY_WORD = '*';

const missingOpposite =
  /on model `([^`]+)` is missing an opposite relation field on the model `([^`]+)`/;
const missingKey = /unique criteri|`@id`/;

/** What the drafts no longer say as their author wrote it, to tell mistakes from their consequences. */
export interface LostDeclarations {
  /** The line's declaration is gone from the draft. */
  lineIsLost(draft: Draft, line: number): void;
  /** The line cannot be understood, so what it declares is not known either. */
  lineIsMisspelled(draft: Draft, line: number): void;
  /** An attribute is gone from the line; it may have been a key. */
  attributeIsLost(draft: Draft, line: number): void;
  /** True for a finding that may only follow from what is lost or misspelled. */
  mayExplain(finding: DraftFinding): boolean;
}

/** `lostBlocks` are names of blocks that the drafts have lost already. */
export function createLostDeclarations(lostBlocks: Iterable<string>): LostDeclarations {
  const lostNames = new Set<string>(lostBlocks);
  /** Words of lost lines, behind the name of their block: what the block may have referred to. */
  const lostWords = new Set<string>();
  /** Blocks whose key may have been lost. */
  const blocksWithoutKey = new Set<string>();

  const lineIsLost = (draft: Draft, line: number): void => {
    const words = wordsIn(lineText(draft.source, line));
    const block = draft.blockAt(line);
    // Outside of every block it may have been the head of one.
    for (const name of block ? words.slice(0, 1) : words) lostNames.add(name);
    for (const word of words) lostWords.add(`${block?.name} ${word}`);
    if (block) blocksWithoutKey.add(block.name);
  };

  return {
    lineIsLost,
    lineIsMisspelled: (draft, line) => {
      lineIsLost(draft, line);
      lostWords.add(`${draft.blockAt(line)?.name} ${ANY_WORD}`);
    },
    attributeIsLost: (draft, line) => {
      const block = draft.blockAt(line);
      if (block) blocksWithoutKey.add(block.name);
    },
    mayExplain: (finding) => {
      const words = mentionedWords(finding);
      if (words.some((word) => lostNames.has(word))) return true;
      if (missingKey.test(finding.text) && words.some((word) => blocksWithoutKey.has(word))) {
        return true;
      }
      const [, here, there] = missingOpposite.exec(finding.text) ?? [];
      return (
        there !== undefined && [here, ANY_WORD].some((word) => lostWords.has(`${there} ${word}`))
      );
    },
  };
}

/** The names that the engine quotes, and those on the first line of what it points at. */
function mentionedWords({ draft, start, text }: DraftFinding): readonly string[] {
  const quotes = text.match(/"[^"@]*"|`[^`@]*`/g) ?? [];
  const line = draft.content.slice(start).split(/[\r\n]/, 1);
  return [...quotes, ...line].flatMap(wordsIn);
}
