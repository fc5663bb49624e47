import { readFileSync, statSync } from 'node:fs';
import { keepSecret } from '@schema-service/errors';

/** Whose password is looked for. */
export interface PasswordOwner {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * The password that libpq's password file has for somebody: the first line that fits, of
 * `host:port:database:user:password`, where `*` fits everything and `\` goes before a `:` that is none.
 *
 * @throws Error that says why there is none, when the server asks for one
 */
export function passwordFromFile(file: string, owner: PasswordOwner): string {
  const { host, port, database, user } = owner;
  const none = (why: string): Error => new Error(`no password supplied: ${why}`);
  let text: string;
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw none(`${file} is for others to read as well, and is ignored (chmod 0600)`);
    }
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    throw none(cause.code === 'ENOENT' ? `there is no ${file} either` : cause.message);
  }
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = fieldsOf(line);
    const password = fields[wanted.length];
    const fits = wanted.every((value, index) => fields[index] === '*' || fields[index] === value);
    if (password === undefined || !fits) continue;
    keepSecret(password);
    return password;
  }
  throw none(`${file} has no line for ${wanted.join(':')}`);
}

/** The last field ends with the line. */
function fieldsOf(line: string): readonly string[] {
  const fields = line.match(/(?:\\.|[^:\\])*(?::|\\?$)/g) ?? [];
  return fields.map((field) => field.replace(/:$/, '').replace(/\\(.)/g, '$1'));
}
