import type { Enqueue, EnqueueRollout, EventSignals, Stores } from '@schema-service/catalog';
import type { FastifyServerOptions } from 'fastify';
import type { Environments } from './environments/environment-config.ts';
import type { ConnectionLimits } from './http/connection-limits.ts';
import type { AccessOptions } from './tokens/access.ts';
import type { Usage } from './usage/count-downloads.ts';
import type { ObservedDatabase } from './usage/database-clients.ts';
import type { ReceiverPolicy } from './webhooks/receiver-address.ts';
import type { WebhookSecrets } from './webhooks/webhook-secrets.ts';

/** What a server is made of. What it is not given, it does without. */
export interface ServerOptions {
  /** All the state there is. */
  readonly stores: Stores;
  /** What says that something happened. Without it that is looked up, while somebody wants to know. */
  readonly signals?: EventSignals;
  /** Who may. Default: everyone may read. */
  readonly access?: AccessOptions;
  /** What a connection may take. */
  readonly limits?: Partial<ConnectionLimits>;
  /** The URL that clients reach this server by, where a proxy hides it. Default: what each request's Host says. */
  readonly publicUrl?: string;
  /** The simple index that answers for Python projects that are not ours. Without it they are unknown. */
  readonly pypiUpstream?: string;
  /** What answers may take in memory, in bytes. */
  readonly cacheBytes?: number;
  /** The proxies whose word on the client's address, host and protocol is believed: addresses and networks. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** How webhooks' secrets are kept, and where they are sent. Default: none are made. */
  readonly webhooks?: { readonly secrets?: WebhookSecrets; readonly policy: ReceiverPolicy };
  /** What counts downloads. Default: none are counted. The caller's, who ends it. */
  readonly usage?: Usage;
  /** The databases whose connections `GET /consumers` tells of. Default: those of the environments. */
  readonly databases?: readonly ObservedDatabase[];
  /** The databases that runs move. Default: none. */
  readonly environments?: Environments;
  /** Wakes the workers. Without it they find runs by themselves, a little later. */
  readonly enqueue?: Enqueue;
  readonly enqueueRollout?: EnqueueRollout;
  /** Says which runs have new events. */
  readonly runSignals?: EventSignals;
  /** The npm scope that packages must have, and none but ours has. Default: that of what is published already. */
  readonly packageScope?: string;
  /** What the names of its Python projects begin with. Default: the scope's word, `org-`. */
  readonly pythonPrefix?: string;
  /** The ed25519 key that manifests of releases must be signed with: the base64 of its SPKI form. */
  readonly releasePublicKey?: string;
  /** The origins whose pages may read answers; `*` for all. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** Fastify's logger setting. Default: silent. */
  readonly logger?: FastifyServerOptions['logger'];
}
