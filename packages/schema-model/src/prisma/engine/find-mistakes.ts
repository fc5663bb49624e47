import { inOrder, type SchemaMistake } from '../../schema-mistake.ts';
import { mistakeAt } from '../language/source-text.ts';
import type { Draft, DraftFinding } from './draft.ts';
import { createMistakeFilter } from './mistake-filter.ts';
import { namesOfUnknownBlocks, prelude, prepareDrafts } from './prepare-drafts.ts';
import { type EngineFile, lint } from './schema-engine.ts';

/** The engine has about four stages; more rounds than this cannot find more. */
const MAX_ROUNDS = 6;

/**
 * Everything that is wrong with the schema; nothing when it is valid, and then
 * the drafts hold exactly what the engine accepted.
 *
 * The engine stops after the first stage that has complaints, so a misspelled
 * type would hide a missing relation field. What it found is therefore left out
 * and it is asked again, until it has nothing new to say. What may only follow
 * from an earlier mistake is not reported.
 */
export function findMistakes(drafts: readonly Draft[]): readonly SchemaMistake[] {
  const mistakes = [...prepareDrafts(drafts)];
  const added = prelude(drafts);
  const filter = createMistakeFilter(namesOfUnknownBlocks(drafts));

  for (let round = 0; round < MAX_ROUNDS; round++) {
    const reported = filter.newMistakes(lintDrafts(drafts, added));
    if (!reported) break;
    for (const { draft, offset, text } of reported) {
      mistakes.push(mistakeAt(draft.source, offset, text.replace(/^Error validating: /, '')));
    }
  }
  return inOrder(mistakes);
}

function lintDrafts(drafts: readonly Draft[], added: EngineFile): readonly DraftFinding[] {
  const files = drafts.map(({ source, content }): EngineFile => [source.path, content]);
  const byPath = new Map(drafts.map((draft) => [draft.source.path, draft]));
  return lint([...files, added]).map((finding) => {
    const draft = byPath.get(finding.file_name);
    if (!draft) throw new Error(`The engine rejects what we added: ${finding.text}`);
    return { ...finding, draft, offset: draft.originalOffset(finding.start) };
  });
}
