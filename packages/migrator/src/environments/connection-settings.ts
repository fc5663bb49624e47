/**
 * A connection string whose sessions begin with settings of their own, as the string could say it itself. What a script
 * sets goes before them for its own time, and is taken back behind it.
 */
export function withSettings(
  connection: string,
  settings: Readonly<Record<string, string>>,
): string {
  const given = Object.entries(settings);
  if (given.length === 0) return connection;
  const url = connection.trim();
  const options = encodeURIComponent(given.map(option).join(' '));
  if (/[?&]options=/.test(url)) {
    // Behind those of the URL: the last one of a name counts.
    return url.replace(/([?&]options=[^&]*)/, (found) => `${found}%20${options}`);
  }
  return `${url}${url.includes('?') ? '&' : '?'}options=${options}`;
}

/** As the server takes the words apart: a blank within one is behind a backslash. */
const option = ([name, value]: readonly [string, string]): string =>
  `-c ${name}=${value.replace(/[\\\s]/g, (character) => `\\${character}`)}`;
