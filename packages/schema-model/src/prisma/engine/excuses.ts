import type { Draft } from './draft.ts';
import { leaveOut } from './leave-out.ts';
import type { EngineFinding } from './schema-engine.ts';

/** What the engine found, and in which draft. */
export interface DraftFinding extends EngineFinding {
  readonly draft: Draft;
}

/** Remembers what was reported, and what is excused because of it. */
export interface Excuses {
  /** The findings that are neither known nor a consequence of known ones. */
  fresh(findings: readonly DraftFinding[]): readonly DraftFinding[];
  /** Takes what reported findings are about out of the drafts, for the next round. */
  excuse(findings: readonly DraftFinding[]): void;
}

const unreadableLine = /^Error validating: This line|This field declaration is invalid/;

export function createExcuses(): Excuses {
  const known = new Set<string>();
  /** Lines that no longer say what their author wrote. */
  const excusedLines = new Set<string>();
  /** Names whose declaration was left out or changed: a complaint about them may be of our making. */
  const suspects = new Set<string>();

  const isConsequence = (finding: DraftFinding): boolean =>
    linesOf(finding).some((line) => excusedLines.has(lineKey(finding.draft, line))) ||
    mentionedWords(finding).some((word) => suspects.has(word));

  return {
    fresh: (findings) => {
      const [unreadable, others] = partition(findings, ({ text }) => unreadableLine.test(text));
      const fresh = unreadable.filter((finding) => !isConsequence(finding));
      // What an unreadable line declares is missing for the others in this very round.
      for (const finding of fresh) {
        const name = /[A-Za-z]\w*/.exec(finding.draft.content.slice(finding.start, finding.end));
        if (name) suspects.add(name[0]);
      }
      fresh.push(...others.filter((finding) => !isConsequence(finding)));
      return fresh.filter((finding) => {
        const { draft, start, text } = finding;
        const key = `${draft.source.path}:${draft.originalOffset(start)}:${text}`;
        const isNew = !known.has(key);
        known.add(key);
        return isNew;
      });
    },
    excuse: (findings) => {
      // Offsets belong to the drafts as the engine saw them: all are read before any is changed.
      const excuses = findings.map((finding) => {
        const [line = 0] = linesOf(finding);
        return { finding, line, offset: finding.draft.originalOffset(finding.start) };
      });
      for (const { finding, line, offset } of excuses) {
        const left = leaveOut(finding, line, offset);
        if (!left) continue;
        excusedLines.add(lineKey(finding.draft, line));
        if (left.name !== undefined) suspects.add(left.name);
      }
    },
  };
}

const lineKey = ({ source }: Draft, line: number): string => `${source.path}:${line}`;

function linesOf({ draft, start, end }: DraftFinding): readonly number[] {
  const first = draft.lineOf(start);
  const last = draft.lineOf(Math.max(start, end - 1));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The words of what is complained of: of its first line, where that is a whole block. */
function mentionedWords({ draft, start, end, text }: DraftFinding): readonly string[] {
  const [firstLine = ''] = draft.content.slice(start, end).split(/[\r\n]/, 1);
  return `${text} ${firstLine}`.match(/\w+/g) ?? [];
}

function partition<Item>(
  items: readonly Item[],
  belongs: (item: Item) => boolean,
): readonly [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
