import type { Draft, DraftFinding } from './draft.ts';
import { leaveOut } from './leave-out.ts';
import { createLostDeclarations } from './lost-declarations.ts';

/** Remembers what was found, and what only follows from it. */
export interface MistakeFilter {
  /**
   * Takes what the findings are about out of the drafts, so that the engine
   * gets further in the next round. Gives back those to report: the findings
   * that do not just follow from others.
   *
   * Undefined when nothing is new.
   */
  newMistakes(findings: readonly DraftFinding[]): readonly DraftFinding[] | undefined;
}

const strayLine = /^Error validating: This line is invalid\./;
const misspelledLine = /^Error validating: This line|This field declaration is invalid|^Type "/;
const unknownAttribute = /^Attribute not known/;

/** `lostBlocks` are names of blocks that the drafts have lost already. */
export function createMistakeFilter(lostBlocks: Iterable<string>): MistakeFilter {
  const known = new Set<string>();
  const suppressedLines = new Set<string>();
  const lost = createLostDeclarations(lostBlocks);

  const isConsequence = (finding: DraftFinding): boolean =>
    linesOf(finding).some((line) => suppressedLines.has(lineKey(finding.draft, line))) ||
    lost.mayExplain(finding);
  const isNew = ({ draft, offset, text }: DraftFinding): boolean => {
    const key = `${draft.source.path}:${offset}:${text}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
  const leaveOutAll = (findings: readonly DraftFinding[]): void => {
    // Lines are those of the drafts as the engine saw them: all are read before any changes.
    const places = findings.map((finding) => {
      const { draft, start, end } = finding;
      const said = draft.content.slice(start, end).trimEnd();
      return { finding, place: { line: draft.lineOf(start), said } };
    });
    for (const { finding, place } of places) {
      const key = lineKey(finding.draft, place.line);
      if (suppressedLines.has(key)) continue;
      const left = leaveOut(finding, place);
      if (left) suppressedLines.add(key);
      if (left === 'declaration') lost.lineIsLost(finding.draft, place.line);
      if (left === 'attribute') lost.attributeIsLost(finding.draft, place.line);
    }
  };

  return {
    newMistakes: (findings) => {
      const fresh = findings.filter(isNew);
      if (fresh.length === 0) return undefined;
      const misspelled = fresh.filter(({ text }) => misspelledLine.test(text));
      const others = fresh.filter(({ text }) => !misspelledLine.test(text));
      const reported = withoutRuns(misspelled).filter((finding) => !isConsequence(finding));
      // What these lines mean is missing in this very round, for the others.
      for (const { draft, start } of misspelled) {
        lost.lineIsMisspelled(draft, draft.lineOf(start));
      }
      for (const { draft, start, text } of others) {
        if (unknownAttribute.test(text)) lost.attributeIsLost(draft, draft.lineOf(start));
      }
      reported.push(...others.filter((finding) => !isConsequence(finding)));
      leaveOutAll(fresh);
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

/** Where the head of a block is broken, every line of the block is a stray one: the first says it. */
function withoutRuns(findings: readonly DraftFinding[]): DraftFinding[] {
  return findings.filter((finding, index) => {
    const before = findings[index - 1];
    if (!before || before.draft !== finding.draft) return true;
    if (!strayLine.test(before.text) || !strayLine.test(finding.text)) return true;
    return finding.draft.content.slice(before.end, finding.start).trim() !== '';
  });
}
