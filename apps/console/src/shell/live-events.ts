import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useToken } from '../api/session.ts';
import { follow } from '../api/streams.ts';

/** Asks again for what an event of the service has changed. Which events were missed before does not matter: every page asks by itself first. */
export function useLiveEvents(): void {
  const queryClient = useQueryClient();
  const token = useToken();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another token may hear of other events
  useEffect(() => {
    const ended = new AbortController();
    const onMessage = (data: unknown): boolean => {
      const { event, subject } = Object(data);
      const keys = String(event).startsWith('release.')
        ? [['versions']]
        : [['runs'], ['run', subject], ['environments'], ['rollouts']];
      for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
      return false;
    };
    void follow('/events', { signal: ended.signal, onMessage });
    return () => ended.abort();
  }, [queryClient, token]);
}
