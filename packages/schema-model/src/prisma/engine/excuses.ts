import { lineText } from '../language/source-text.ts';
import type { Draft } from './draft.ts';
import { leaveOut } from './leave-out.ts';
import type { EngineFinding } from './schema-engine.ts';

/** What the engine found, and in which draft. */
export interface DraftFinding extends EngineFinding {
  readonly draft: Draft;
  /** Where it starts in the original file. */
  readonly offset: number;
}

/** Remembers what was found, and what is excused because of it. */
export interface Excuses {
  /**
   * Takes what the findings are about out of the drafts, so that the engine
   * gets further in the next round. Gives back those to report: the findings
   * that do not just follow from others.
   *
   * Undefined when nothing is new.
   */
  excuse(findings: readonly DraftFinding[]): readonly DraftFinding[] | undefined;
}

/** Stands for a word that cannot be known: the line that may have held it is misspelled. */
const ANY_WORD = '*';

/** The line declares something else than its author meant, or nothing. */
const misdeclared = /^Error validating: This line|This field declaration is invalid|^Type "/;
const missingOpposite =
  /on model `(\w+)` is missing an opposite relation field on the model `(\w+)`/;

/** `missingNames` are names of blocks that the drafts have lost already. */
export function createExcuses(missingNames: Iterable<string>): Excuses {
  const known = new Set<string>();
  /** Lines that no longer say what their author wrote. */
  const excusedLines = new Set<string>();
  /** Names whose declaration is gone or changed: a complaint about them may be of our making. */
  const suspects = new Set<string>(missingNames);
  /** Words of lines that are gone, behind the name of their block: what the block may have declared. */
  const lostWords = new Set<string>();

  const suspectLine = (draft: Draft, line: number): void => {
    const words = lineText(draft.source, line).match(/\w+/g) ?? [];
    if (words[0] !== undefined) suspects.add(words[0]);
    for (const word of words) lostWords.add(`${draft.blockAt(line)?.name} ${word}`);
  };
  const isConsequence = (finding: DraftFinding): boolean => {
    const [, here, there] = missingOpposite.exec(finding.text) ?? [];
    return (
      linesOf(finding).some((line) => excusedLines.has(lineKey(finding.draft, line))) ||
      mentionedWords(finding).some((word) => suspects.has(word)) ||
      (there !== undefined && [here, ANY_WORD].some((word) => lostWords.has(`${there} ${word}`)))
    );
  };
  const isNew = ({ draft, offset, text }: DraftFinding): boolean => {
    const key = `${draft.source.path}:${offset}:${text}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };

  return {
    excuse: (findings) => {
      const fresh = findings.filter(isNew);
      if (fresh.length === 0) return undefined;
      const causes = fresh.filter(({ text }) => misdeclared.test(text));
      const others = fresh.filter(({ text }) => !misdeclared.test(text));
      const reported = causes.filter((finding) => !isConsequence(finding));
      // What these lines declare is missing in this very round, for the others.
      for (const { draft, start } of causes) {
        const line = draft.lineOf(start);
        suspectLine(draft, line);
        lostWords.add(`${draft.blockAt(line)?.name} ${ANY_WORD}`);
      }
      reported.push(...others.filter((finding) => !isConsequence(finding)));

      // Lines are those of the drafts as the engine saw them: all are read before any changes.
      const places = fresh.map((finding) => {
        const { draft, start, end } = finding;
        const said = draft.content.slice(start, end).trimEnd();
        return { finding, place: { line: draft.lineOf(start), said } };
      });
      for (const { finding, place } of places) {
        const key = lineKey(finding.draft, place.line);
        if (excusedLines.has(key)) continue;
        const left = leaveOut(finding, place);
        if (left) excusedLines.add(key);
        if (left === 'declaration') suspectLine(finding.draft, place.line);
      }
      return reported;
    },
  };
}

const lineKey = ({ source }: Draft, line: number): string => `${source.path}:${line}`;

function linesOf({ draft, start, end }: DraftFinding): readonly number[] {
  const first = draft.lineOf(start);
  const last = draft.lineOf(Math.max(start, end - 1));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The names in what the engine quotes, and in what it points at: its first line, where that is a block. */
function mentionedWords({ draft, start, end, text }: DraftFinding): readonly string[] {
  const [firstLine = ''] = draft.content.slice(start, end).split(/[\r\n]/, 1);
  const quotes = text.match(/"[^"@]*"|`[^`@]*`/g) ?? [];
  return [...quotes, firstLine].flatMap((part) => part.match(/\w+/g) ?? []);
}
