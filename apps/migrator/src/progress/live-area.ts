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

/** Shows what `frame` gives; nothing is drawn where that is no line. */
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
