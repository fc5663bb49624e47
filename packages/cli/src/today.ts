/** The day it is, in Greenwich: the same for all who release at one moment. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
