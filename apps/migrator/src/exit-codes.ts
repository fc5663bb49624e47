/** What the command's end says to a script that called it. */
export const EXIT = {
  ok: 0,
  /** It did not work, or status found files and history to differ. */
  failure: 1,
  /** The command was not understood; nothing was tried. */
  usage: 2,
  /** The structure of the database is not what its version says. */
  drift: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
