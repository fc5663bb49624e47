/** What has to be stopped at the end, last first. */
export interface Stops {
  readonly defer: (stop: () => unknown) => void;
  /** Stops all of it, even where one fails; the first failure is thrown. */
  readonly stopAll: () => Promise<void>;
}

export function createStops(): Stops {
  const stops: (() => unknown)[] = [];
  return {
    defer: (stop) => void stops.push(stop),
    stopAll: async () => {
      const failures: unknown[] = [];
      for (let stop = stops.pop(); stop; stop = stops.pop()) {
        try {
          await stop();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
