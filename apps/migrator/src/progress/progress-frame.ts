import { durationText } from '@schema-service/command-line';
import { activityLine } from '@schema-service/command-line/drawing';
import type { ProgressState } from './progress-state.ts';

const BAR = 12;

/** The one line that shows a state, no wider than the terminal; empty where there is nothing to watch. Pure. */
export function progressFrame(state: ProgressState, now: number, columns: number): string {
  const { began, done, steps, current } = state;
  if (steps.length === 0 && !current) return '';
  const bar =
    steps.length === 0 ? '' : `${progressBar(done, steps.length)} ${durationText(now - began)}  `;
  if (!current) return bar.trimEnd().slice(0, columns);
  return (bar + activityLine(current, now, columns - bar.length)).slice(0, columns);
}

/** `[===>        ] 3/12` */
export function progressBar(done: number, total: number): string {
  const filled = Math.floor((done / total) * BAR);
  const bar = '='.repeat(filled) + (filled < BAR ? '>' : '');
  return `[${bar.padEnd(BAR)}] ${done}/${total}`;
}
