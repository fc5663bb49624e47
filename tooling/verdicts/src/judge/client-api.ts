import { pythonConsumerFile } from '../clients/build-clients.ts';
import type { Complaints } from '../clients/compile.ts';
import type { Observation } from './observation.ts';

/** Whether code for either client compiles against the other. */
export function clientApiOf(
  id: string,
  typescript: Complaints,
  python: Complaints | undefined,
): Observation['clientApi'] {
  const complaint = (pairing: 'old-on-old' | 'new-on-new' | 'old-on-new' | 'new-on-old') =>
    typescript.get(`${id}/${pairing}.ts`) ?? python?.get(pythonConsumerFile(id, pairing));
  for (const pairing of ['old-on-old', 'new-on-new'] as const) {
    const own = complaint(pairing);
    if (own)
      throw new Error(`${id}: code does not compile against its own client (${pairing}): ${own}`);
  }
  const forward = complaint('old-on-new');
  if (forward) return { effect: 'breaks', because: forward };
  const backward = complaint('new-on-old');
  return backward ? { effect: 'added', because: backward } : { effect: 'same' };
}
