import type { onRouteHookHandler } from 'fastify';

/** States the scope of a group of routes: who may read may GET all of them. A route that writes says its own. */
export const readersMayGet: onRouteHookHandler = (route) => {
  const methods = [route.method].flat();
  if (!methods.every((method) => method === 'GET' || method === 'HEAD')) return;
  route.config = { scope: 'read', ...route.config };
};
