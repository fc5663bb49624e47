import { durationText } from './text.ts';

const REDRAW_EVERY_MS = 100;

/** The lowest lines of a terminal, drawn anew as time passes, until disposed of. */
export interface LiveArea extends Disposable {
  /** Draws now, below lines that stay. */
  readonly draw: (staying?: string) => void;
}

/** What a frame may have: lines that are not wider, and not more of them. */
export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** Shows what `frame` gives for a time of `performance.now()`; nothing is drawn where that is no line. */
export function liveArea(
  terminal: NodeJS.WriteStream,
  frame: (now: number, size: FrameSize) => readonly string[],
): LiveArea {
  let drawn = 0;
  const clear = (): string => `\r${drawn > 1 ? `\u001b[${drawn - 1}A` : ''}\u001b[J`;
  const draw = (staying = ''): void => {
    // A line of full width, or a full screen, would move what is to be drawn over.
    const size = { columns: (terminal.columns || 80) - 1, rows: (terminal.rows || 24) - 1 };
    const lines = frame(performance.now(), size);
    // Where there is nothing to show the line may be another's: of a question that is being answered.
    if (staying || lines.length > 0 || drawn > 0) {
      terminal.write(clear() + staying + lines.join('\n'));
    }
    drawn = lines.length;
  };
  const timer = setInterval(() => draw(), REDRAW_EVERY_MS);
  // It must not keep the process alive.
  timer.unref();
  return {
    draw,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      if (drawn > 0) terminal.write(clear());
    },
  };
}

/** Something that goes on, and since when, in ms of the clock that `now` is read from. */
export interface Activity {
  readonly text: string;
  readonly since: number;
}

/** What goes on and how long it has taken, in a line of at most so many columns: `Trying: 001_init  3.2 s`. */
export function activityLine({ text, since }: Activity, now: number, columns: number): string {
  const elapsed = `  ${durationText(now - since)}`;
  return (fit(text, columns - elapsed.length) + elapsed).slice(0, Math.max(0, columns));
}

/** A text as one line of at most so many columns. Control characters in it are not sent to the terminal. */
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
