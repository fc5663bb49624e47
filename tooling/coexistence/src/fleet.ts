import { type Language, type Service, type ServiceEvent, startService } from './start-service.ts';

/** Services of several versions, in several languages. */
export interface Fleet {
  /** A service of the version in each language; resolves when all of them work. */
  readonly start: (version: string) => Promise<void>;
  readonly stop: (version: string) => Promise<void>;
  /** Of those that run. */
  readonly versions: () => readonly string[];
  /** Of the services of a version that run. */
  readonly names: (version: string) => readonly string[];
  readonly tally: () => Tally;
  /** How long the slowest operation took since this was asked last, in milliseconds. */
  readonly takeSlowest: () => number;
}

/** What all services have done so far. */
export interface Tally {
  readonly services: number;
  readonly operations: number;
  readonly counts: number;
  readonly checks: number;
}

interface Running {
  readonly name: string;
  readonly version: string;
  readonly service: Service;
}

export interface FleetOptions {
  readonly connectionString: string;
  readonly languages: Readonly<Record<string, Language>>;
  readonly seed: number;
  /** Whether services have the server prepare statements, as drivers do. Clients are told so in the connection string. */
  readonly prepares: boolean;
  /** A statement failed, or something wrong came back. */
  readonly onFault: (message: string) => void;
}

export function createFleet({
  connectionString,
  languages,
  seed,
  prepares,
  onFault,
}: FleetOptions): Fleet {
  const running: Running[] = [];
  const tally = { operations: 0, counts: 0, checks: 0 };
  let started = 0;
  let slowest = 0;
  const onEvent = (name: string, event: ServiceEvent): void => {
    if (event.kind !== 'done') {
      onFault(`${name}: ${event.operation} ${event.kind}: ${event.message.split('\n')[0]}`);
      return;
    }
    tally.operations += 1;
    tally.counts += event.counts;
    tally.checks += event.checks;
    slowest = Math.max(slowest, event.ms);
  };
  return {
    start: async (version) => {
      const services = Object.entries(languages).map(([spoken, language]) => {
        started += 1;
        const name = `${spoken} ${version} (${started})`;
        const service = startService(
          {
            ...{ language, connectionString, name, version, prepares },
            seed: seed * 1000 + started,
          },
          (event) => onEvent(name, event),
        );
        return { name, version, service };
      });
      running.push(...services);
      await Promise.all(services.map(({ service }) => service.started));
    },
    stop: async (version) => {
      const ending = running.filter((one) => one.version === version);
      await Promise.all(ending.map(({ service }) => service.stop()));
      for (const one of ending) running.splice(running.indexOf(one), 1);
    },
    versions: () => [...new Set(running.map(({ version }) => version))],
    names: (version) => running.flatMap((one) => (one.version === version ? one.name : [])),
    tally: () => ({ services: running.length, ...tally }),
    takeSlowest: () => {
      const found = slowest;
      slowest = 0;
      return found;
    },
  };
}
