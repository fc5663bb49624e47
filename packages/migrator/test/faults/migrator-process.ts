// A migrator as a process of its own, so that it can be killed: migrator-process.ts up|down URL FOLDER
import { down, up } from '../../src/index.ts';

const [direction, connection = '', migrations = ''] = process.argv.slice(2);
const options = {
  connection,
  migrations,
  // A line for each event; writes to a pipe are synchronous, so none is lost in a kill.
  onEvent: ({ kind }: { readonly kind: string }) => void process.stdout.write(`${kind}\n`),
};
const { migrations: moved } =
  direction === 'down'
    ? await down({ ...options, to: 'none', allowDataLoss: true })
    : // The gates are there before it.
      await up({ ...options, allowNonEmpty: true });
process.stdout.write(`moved ${moved.length}\n`);
