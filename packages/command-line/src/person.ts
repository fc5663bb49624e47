/** Whether a person sees stderr on a terminal that can draw a line anew. */
export function isWatched(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb';
}

/** Whether a person is there who sees a question on stderr and can answer it. */
export function canAnswer(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}
