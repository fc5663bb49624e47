/** An answer of the Schema API, to be given again byte by byte. */
export interface Recorded {
  readonly path: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** Base64. */
  readonly body: string;
}

/** Of these every server has its own. */
const ofTheConnection = ['date', 'connection', 'keep-alive', 'x-request-id', 'transfer-encoding'];

/** Asks twice: the second answer comes from memory. */
export async function record(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Recorded> {
  const asked = { headers: { ...headers, 'accept-encoding': 'identity' } };
  await (await fetch(url, asked)).arrayBuffer();
  const answer = await fetch(url, asked);
  const body = Buffer.from(await answer.arrayBuffer()).toString('base64');
  const kept = [...answer.headers].filter(([name]) => !ofTheConnection.includes(name));
  return { path, status: answer.status, headers: kept, body };
}
