import { countText } from '@schema-service/command-line';
import {
  type Answer,
  type Change,
  changeRecord,
  type JsonValue,
} from '@schema-service/schema-diff';

/** What is asked of every change, and the answers. */
export function answersOf({
  compatibility,
  bridged,
}: Change): readonly (readonly [string, string])[] {
  const { oldClientReads, oldClientWrites, newClientOnOldDatabase, clientApi } = compatibility;
  return [
    ['old client reads', answerText(oldClientReads)],
    ['old client writes', answerText(oldClientWrites)],
    ['new client on old database', answerText(newClientOnOldDatabase)],
    ['client API', clientApi],
    ['bridged', bridged],
  ];
}

function answerText(answer: Answer): string {
  return answer === 'depends' ? 'it depends' : answer;
}

/** `list -> optional`, or the names of a rename; empty where a side is more than a word. */
export function valuesOf(change: Change): string {
  const { previous, current } = changeRecord(change);
  const [before, after] = [shown(previous), shown(current)];
  return before === undefined || after === undefined || before === after
    ? ''
    : `${before} -> ${after}`;
}

/** Texts of several lines (documentation) are left to whoever reads the schema. */
function shown(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'string') return value.includes('\n') ? undefined : value;
  if (typeof value !== 'object') return JSON.stringify(value);
  return 'databaseName' in value && typeof value.name === 'string' ? value.name : undefined;
}

/** `reviews.prisma:12:3`; empty where the change has no place. */
export function placeOf({ location }: Change): string {
  return location === undefined ? '' : `${location.file}:${location.line}:${location.column}`;
}

/** `5 changes: 1 breaking, 4 safe`. */
export function severityCounts(changes: readonly Change[]): string {
  const parts = (['breaking', 'dangerous', 'safe'] as const)
    .map(
      (severity) =>
        [severity, changes.filter((change) => change.severity === severity).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  return `${countText(changes.length, 'change')}: ${parts.join(', ')}`;
}
