const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
/** What takes a second to fetch is told on a line of its own where nobody watches. */
const large = 5e6;

/**
 * Follows what pnpm reports in its `ndjson` form, a line at a time: `note` gets
 * how far it is and what is being fetched, `say` a line for each large package.
 *
 * @param {(text: string) => void} note
 * @param {(line: string) => void} say
 * @returns {(line: string) => void}
 */
export function followInstall(note, say) {
  const needed = new Set();
  const fetching = new Map();
  let there = 0;
  let bytes = 0;
  return (line) => {
    const event = readEvent(line);
    if (event === undefined) return;
    switch (`${event.name} ${event.status}`) {
      case 'pnpm:progress resolved':
        needed.add(event.packageId);
        break;
      case 'pnpm:fetching-progress started':
        fetching.set(event.packageId, event.size ?? 0);
        bytes += event.size ?? 0;
        if (event.size >= large) say(`fetching ${event.packageId}, ${megabytes(event.size)}`);
        break;
      case 'pnpm:progress fetched':
      case 'pnpm:progress found_in_store':
        fetching.delete(event.packageId);
        there += 1;
        break;
      default:
        return;
    }
    const [largest] = [...fetching].sort(([, one], [, other]) => other - one);
    const now = largest ? `, fetching ${largest[0]} (${megabytes(largest[1])})` : '';
    note(`${there} of ${needed.size} packages, ${megabytes(bytes)} fetched${now}`);
  };
}

/** Undefined for what is not an event, such as a warning of npx's. */
function readEvent(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
