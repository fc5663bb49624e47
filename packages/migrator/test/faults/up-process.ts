// A migrator as a process of its own, so that it can be killed: up-process.ts URL FOLDER
import { up } from '../../src/index.ts';

const [connection = '', migrations = ''] = process.argv.slice(2);
// A line for each event; writes to a pipe are synchronous, so none is lost in a kill.
await up({ connection, migrations, onEvent: ({ kind }) => process.stdout.write(`${kind}\n`) });
