import type { MigrationEvent } from '@schema-service/migrator';
import type { Progress } from './open-progress.ts';
import { progressFrame } from './progress-frame.ts';
import { progressLine } from './progress-line.ts';
import { advance, type ProgressState, startOfRun } from './progress-state.ts';

const REDRAW_EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/** What the bar itself shows while it goes on. */
const SHOWN_BY_THE_BAR = new Set<MigrationEvent['kind']>(['lockWaiting', 'statementApplied']);

/** Draws on a terminal: lines that stay, and below them one that is drawn anew as time passes. */
export function terminalProgress(terminal: NodeJS.WriteStream): Progress {
  let state: ProgressState = startOfRun(performance.now());
  let isDrawn = false;
  const draw = (line = ''): void => {
    const frame = progressFrame(state, performance.now(), (terminal.columns || 80) - 1);
    // Where there is nothing to show the line may be another's: of a question that is being answered.
    if (line || frame || isDrawn) terminal.write(CLEAR_LINE + line + frame);
    isDrawn = frame !== '';
  };
  const timer = setInterval(() => draw(), REDRAW_EVERY_MS);
  // It must not keep the process alive.
  timer.unref();
  return {
    show: (event) => {
      state = advance(state, event, performance.now());
      const line = SHOWN_BY_THE_BAR.has(event.kind) ? undefined : progressLine(event);
      draw(line === undefined ? '' : `${line}\n`);
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      if (isDrawn) terminal.write(CLEAR_LINE);
    },
  };
}
