import { execFile, execFileSync } from 'node:child_process';

/** Runs a command on a terminal of its own, copies what is shown there, and types each answer when its question is there. */
const TYPIST = `import fcntl, json, os, pty, struct, sys, termios
answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 120, 0, 0))
seen = ''
while True:
    try: data = os.read(terminal, 65536)
    except OSError: break
    if not data: break
    os.write(1, data)
    seen += data.decode(errors='replace')
    if answers and answers[0][0] in seen:
        os.write(terminal, answers.pop(0)[1].encode())
        seen = ''
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;

/** Whether there is a terminal to be had: Python has one. */
export const hasTerminal: boolean = (() => {
  try {
    execFileSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']);
    return true;
  } catch {
    return false;
  }
})();

/** A part of what is shown, and the keys that answer it. */
export type Answer = readonly [question: string, keys: string];

/** How it ended, and all that was on the terminal. */
export interface TerminalRun {
  readonly code: number;
  readonly shown: string;
}

/** Runs a program of Node, given its arguments, on a terminal of 120 columns and 40 rows. */
export function runOnTerminal(
  args: readonly string[],
  { answers = [], cwd }: { readonly answers?: readonly Answer[]; readonly cwd?: string } = {},
): Promise<TerminalRun> {
  const command = [process.execPath, ...args];
  return new Promise((resolve) =>
    execFile(
      'python3',
      ['-c', TYPIST, JSON.stringify(answers), ...command],
      { cwd, env: { ...process.env, TERM: 'xterm' } },
      (error, shown) => resolve({ code: Number(error?.code ?? 0), shown }),
    ),
  );
}
