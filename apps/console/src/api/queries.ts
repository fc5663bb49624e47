import { endpoints } from 'virtual:endpoints';
import type {
  Drawing,
  EnvironmentState,
  RolloutEnvironmentList,
} from '@schema-service/api-contract';
import type { SchemaModel } from '@schema-service/schema-model';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DifferenceRecord, HistoryRecord, PlanRecord, StatusRecord } from './records.ts';
import { request } from './request.ts';

/** What an exact version names never changes. */
const fixed = { staleTime: Number.POSITIVE_INFINITY } as const;

export const versionsQuery = queryOptions({
  queryKey: ['versions'],
  queryFn: () => request().json(endpoints.listVersions, { params: {} }),
});

export const tagsQuery = queryOptions({
  queryKey: ['versions', 'tags'],
  queryFn: () => request().json(endpoints.listTags, { params: {} }),
});

export const schemaQuery = (version: string) =>
  queryOptions({
    queryKey: ['schema', version],
    queryFn: () => request().json(endpoints.getSchema, { params: { version } }),
    ...fixed,
  });

export const modelQuery = (version: string) =>
  queryOptions({
    queryKey: ['model', version],
    queryFn: async () => {
      const accept = 'application/vnd.schema-model+json';
      const answer = await request().raw(endpoints.getSchema, { version }, { accept });
      return (await answer.json()) as SchemaModel;
    },
    ...fixed,
  });

export const schemaHistoryQuery = (version: string) =>
  queryOptions({
    queryKey: ['schema-history', version],
    queryFn: () => request().json(endpoints.getSchemaHistory, { params: { version } }),
    ...fixed,
  });

export const diagramQuery = (version: string, detail: 'fields' | 'names' = 'fields') =>
  queryOptions({
    queryKey: ['diagram', version, detail],
    queryFn: () => request().json(endpoints.getDiagram, { params: { version }, query: { detail } }),
    ...fixed,
  });

export const packagesQuery = (version: string) =>
  queryOptions({
    queryKey: ['packages', version],
    queryFn: () => request().json(endpoints.listPackages, { params: { version } }),
  });

export const migrationsQuery = (version: string) =>
  queryOptions({
    queryKey: ['migrations', version],
    queryFn: () => request().json(endpoints.listMigrations, { params: { version } }),
    ...fixed,
  });

export const migrationEffectsQuery = (version: string) =>
  queryOptions({
    queryKey: ['migration-effects', version],
    queryFn: () => request().json(endpoints.getMigrationEffects, { params: { version } }),
    ...fixed,
  });

export const diffQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['diff', from, to],
    queryFn: () => request().json(endpoints.diffVersions, { params: { from, to } }),
  });

export const clientDiffQuery = (from: string, to: string, language: 'typescript' | 'python') =>
  queryOptions({
    queryKey: ['client-diff', from, to, language],
    queryFn: () => request().json(endpoints.diffClients, { params: { from, to, language } }),
    ...fixed,
    retry: false,
  });

export const workingSchemaQuery = (id: string) =>
  queryOptions({
    queryKey: ['working-schema', id],
    queryFn: () => request().json(endpoints.getWorkingSchema, { params: { id } }),
  });

export const workingDiffQuery = (from: string, id: string) =>
  queryOptions({
    queryKey: ['working-diff', from, id],
    queryFn: () => request().json(endpoints.diffWorkingSchema, { params: { from, id } }),
  });

/** A schema that is compared: that of a version, or one that is in work. */
export type Side =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'working'; readonly id: string };

export const sideModelQuery = (side: Side) =>
  side.kind === 'version'
    ? modelQuery(side.version)
    : queryOptions({
        queryKey: ['model', side.id],
        queryFn: async () =>
          (await request().json(endpoints.getWorkingSchemaModel, {
            params: { id: side.id },
          })) as unknown as SchemaModel,
        ...fixed,
      });

export const sideDiagramQuery = (side: Side) =>
  queryOptions({
    queryKey: ['diagram', side.kind === 'version' ? side.version : side.id, 'fields'],
    queryFn: (): Promise<Drawing> =>
      side.kind === 'version'
        ? request().json(endpoints.getDiagram, { params: { version: side.version } })
        : request().json(endpoints.getWorkingSchemaDiagram, { params: { id: side.id } }),
    ...fixed,
  });

export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: () => request().json(endpoints.listEnvironments, { params: {}, query: { limit: 1000 } }),
});

/** An environment's state, with the migrator's records of which the contract says only that they are objects. */
export interface EnvironmentData extends Omit<EnvironmentState, 'status' | 'history' | 'drift'> {
  readonly status: StatusRecord;
  readonly history: readonly HistoryRecord[];
  readonly drift: { readonly known: boolean; readonly differences: readonly DifferenceRecord[] };
}

export const environmentQuery = (name: string) =>
  queryOptions({
    queryKey: ['environments', name],
    queryFn: async () =>
      (await request().json(endpoints.getEnvironment, {
        params: { name },
      })) as unknown as EnvironmentData,
  });

export const environmentVersionsQuery = (name: string) =>
  queryOptions({
    queryKey: ['environments', name, 'versions'],
    queryFn: () => request().json(endpoints.getEnvironmentVersions, { params: { name } }),
  });

/** A way to a version. */
export interface WayGoal {
  readonly direction: 'up' | 'down';
  readonly to?: string;
}

/** What a run of migrations would be for: a way, or the end of a version. */
export type PlanGoal =
  | WayGoal
  | {
      readonly direction: 'contract' | 'abandon';
      readonly version: string;
      readonly quietMs?: number;
    };

export const planQuery = (name: string, query: PlanGoal) =>
  queryOptions({
    queryKey: ['environments', name, 'plan', query],
    queryFn: async () => {
      const plan = await request().json(endpoints.getEnvironmentPlan, { params: { name }, query });
      return { ...plan, report: plan.report as unknown as PlanRecord };
    },
    gcTime: 0,
  });

export interface RunFilter {
  readonly environment?: string;
  readonly rollout?: string;
  readonly limit?: number;
}

export const runsQuery = (filter: RunFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['runs', filter],
    queryFn: ({ pageParam }) =>
      request().json(endpoints.listRuns, {
        params: {},
        query: { ...filter, ...(pageParam === null ? {} : { before: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: () => request().json(endpoints.getRun, { params: { id } }),
  });

export const rolloutsQuery = queryOptions({
  queryKey: ['rollouts'],
  queryFn: () => request().json(endpoints.listRollouts, { params: {} }),
});

export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollouts', id],
    queryFn: () => request().json(endpoints.getRollout, { params: { id } }),
  });

export const rolloutEnvironmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollouts', id, 'environments'],
    queryFn: async () => {
      const all: RolloutEnvironmentList['environments'] = [];
      for (let after: number | null = 0; after !== null; ) {
        const query = { after, limit: 1000 };
        const page: RolloutEnvironmentList = await request().json(
          endpoints.getRolloutEnvironments,
          { params: { id }, query },
        );
        all.push(...page.environments);
        after = page.next;
      }
      return all;
    },
  });

export const consumersQuery = queryOptions({
  queryKey: ['consumers'],
  queryFn: () => request().json(endpoints.consumers, { params: {} }),
});

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: () => request().json(endpoints.listWebhooks, { params: {} }),
});

export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: () => request().json(endpoints.listWebhookDeliveries, { params: { id } }),
  });

export const tokensQuery = infiniteQueryOptions({
  queryKey: ['tokens'],
  queryFn: ({ pageParam }) =>
    request().json(endpoints.listTokens, {
      params: {},
      query: pageParam === null ? {} : { before: pageParam },
    }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});

export const currentTokenQuery = queryOptions({
  queryKey: ['tokens', 'current'],
  queryFn: () => request().json(endpoints.currentToken, { params: {} }),
});

export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ pageParam }) =>
    request().json(endpoints.listAudit, {
      params: {},
      query: pageParam === null ? {} : { before: pageParam },
    }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});
