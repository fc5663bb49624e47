import { seconds } from './progress-line.ts';
import type { ProgressState } from './progress-state.ts';

const BAR = 12;

/** The one line that shows a state, no wider than the terminal; empty where there is nothing to watch. Pure. */
export function progressFrame(state: ProgressState, now: number, columns: number): string {
  const { began, done, steps, current } = state;
  if (steps.length === 0 && !current) return '';
  const bar =
    steps.length === 0 ? '' : `${progressBar(done, steps.length)} ${seconds(now - began)}  `;
  if (!current) return bar.trimEnd().slice(0, columns);
  const elapsed = `  ${seconds(now - current.since)}`;
  const text = fit(current.text, columns - bar.length - elapsed.length);
  return (bar + text + elapsed).slice(0, columns);
}

/** `[===>        ] 3/12` */
export function progressBar(done: number, total: number): string {
  const filled = Math.floor((done / total) * BAR);
  const bar = '='.repeat(filled) + (filled < BAR ? '>' : '');
  return `[${bar.padEnd(BAR)}] ${done}/${total}`;
}

/** A text as one line of at most so many columns. What a script has of control characters is not sent to the terminal. */
export function fit(text: string, columns: number): string {
  const line = text.replace(/[\s\p{C}]+/gu, ' ').trim();
  let width = 0;
  let fitted = '';
  for (const character of line) {
    // Wide are those of East Asia and emoji; one column too many counted does no harm.
    width += (character.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2;
    if (width > columns) return `${fitted.slice(0, -3)}...`;
    fitted += character;
  }
  return fitted;
}
