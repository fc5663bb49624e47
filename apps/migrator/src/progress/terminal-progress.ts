import { liveArea } from '@schema-service/command-line/drawing';
import type { MigrationEvent } from '@schema-service/migrator';
import { progressFrame } from './progress-frame.ts';
import { progressLine } from './progress-line.ts';
import { advance, type ProgressState, startOfRun } from './progress-state.ts';

/** Shows what happens, as it happens, until it is disposed of. */
export interface Progress extends Disposable {
  readonly show: (event: MigrationEvent) => void;
}

/** What the bar itself shows while it goes on. */
const SHOWN_BY_THE_BAR = new Set<MigrationEvent['kind']>([
  'lockWaiting',
  'statementApplied',
  'batchApplied',
]);

/** Draws on a terminal: lines that stay, and below them one that is drawn anew as time passes. */
export function terminalProgress(terminal: NodeJS.WriteStream): Progress {
  let state: ProgressState = startOfRun(performance.now());
  const area = liveArea(terminal, (now, { columns }) => {
    const frame = progressFrame(state, now, columns);
    return frame === '' ? [] : [frame];
  });
  return {
    show: (event) => {
      state = advance(state, event, performance.now());
      const line = SHOWN_BY_THE_BAR.has(event.kind) ? undefined : progressLine(event);
      area.draw(line === undefined ? '' : `${line}\n`);
    },
    [Symbol.dispose]: () => area[Symbol.dispose](),
  };
}
