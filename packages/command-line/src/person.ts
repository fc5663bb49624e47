/** Whether a person sees stderr on a terminal that can draw a line anew. */
export function isWatched(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb';
}
