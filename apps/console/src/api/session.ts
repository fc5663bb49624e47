import { useSyncExternalStore } from 'react';

const KEY = 'schema-service.token';
const listeners = new Set<() => void>();

/** The token of this tab. It is gone when the tab is closed, and no other tab has it. */
export const currentToken = (): string | null => sessionStorage.getItem(KEY);

/** Keeps a token for this tab; null forgets it. */
export function setToken(token: string | null): void {
  if (token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
  for (const listener of listeners) listener();
}

export function useToken(): string | null {
  return useSyncExternalStore(subscribe, currentToken);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
