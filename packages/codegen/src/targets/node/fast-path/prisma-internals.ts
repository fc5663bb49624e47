/** Members of a Prisma client that are not declared. The version of Prisma is pinned; {@link missingMembers} finds what is gone. */
export interface Client {
  readonly _engine: Engine;
  readonly _engineConfig: EngineConfig;
  readonly _requestHandler: RequestHandler;
  readonly _extensions: object;
  readonly _runtimeDataModel: RuntimeDataModel;
  _executeRequest(params: RequestParams): Promise<unknown>;
}

export interface Engine {
  /** The query with placeholders, and the values for these. The package's run time shows it. */
  parameterize(query: JsonQuery): {
    readonly parameterizedQuery: unknown;
    readonly placeholderValues: Record<string, unknown>;
  };
  start(): Promise<void>;
  stop(): Promise<void>;
  request(query: JsonQuery, options: EngineOptions): Promise<unknown>;
  requestBatch(queries: readonly JsonQuery[], options: BatchOptions): Promise<readonly unknown[]>;
  transaction(
    action: 'start' | 'commit' | 'rollback',
    headers: unknown,
    info: unknown,
  ): Promise<unknown>;
}

export interface EngineOptions {
  readonly interactiveTransaction?: { readonly id: string };
}

export interface BatchOptions {
  readonly transaction?:
    | { readonly kind: 'itx'; readonly options: { readonly id: string } }
    | { readonly kind: 'batch' }
    | undefined;
}

export interface JsonQuery {
  readonly modelName?: string;
  readonly action: string;
  readonly query: unknown;
}

export interface EngineConfig {
  readonly logQueries?: boolean;
  readonly logEmitter: { emit(event: 'query', payload: object): unknown };
  readonly tracingHelper: { isEnabled(): boolean };
  readonly sqlCommenters?: readonly unknown[];
}

export interface RequestHandler {
  request(params: { readonly protocolQuery: JsonQuery }): Promise<unknown>;
  mapQueryEngineResult(params: MapParams, response: unknown): unknown;
}

export interface MapParams {
  readonly dataPath: readonly string[];
  readonly unpacker?: (data: unknown) => unknown;
}

/** A call of a model's method, behind the hooks of extensions. */
export interface RequestParams extends MapParams {
  readonly action: string;
  readonly model?: string;
  readonly args?: unknown;
  readonly transaction?: { readonly kind: 'itx' | 'batch'; readonly id: string };
  readonly argsMapper?: (args: unknown) => unknown;
  readonly customDataProxyFetch?: unknown;
}

export interface RuntimeDataModel {
  readonly models: Readonly<Record<string, { readonly fields: readonly FieldInfo[] }>>;
}

export interface FieldInfo {
  readonly name: string;
  readonly kind: string;
  readonly type: string;
  /** Where the column has another name. */
  readonly dbName?: string | null;
}

interface PanicRegistry {
  set_message(message: string): void;
}

/**
 * Runs something of Prisma's compiler that may panic. What hears of a panic throws, and the next one would
 * then be told as something else: here it is only an error.
 */
export function hearingNoPanic<Result>(run: () => Result): Result {
  const { PRISMA_WASM_PANIC_REGISTRY: registry } = globalThis as unknown as {
    readonly PRISMA_WASM_PANIC_REGISTRY: PanicRegistry;
  };
  const { set_message } = registry;
  registry.set_message = () => {};
  try {
    return run();
  } finally {
    registry.set_message = set_message;
  }
}

/** The members that a client lacks; none for the version that this was written for. */
export function missingMembers(client: Partial<Client>): readonly string[] {
  const { _engine: engine, _engineConfig: config, _requestHandler: handler } = client;
  const needed: Readonly<Record<string, unknown>> = {
    _executeRequest: client._executeRequest,
    _extensions: client._extensions,
    _runtimeDataModel: client._runtimeDataModel,
    '_engine.parameterize': engine?.parameterize,
    '_engine.request': engine?.request,
    '_engine.requestBatch': engine?.requestBatch,
    '_engine.start': engine?.start,
    '_engine.stop': engine?.stop,
    '_engine.transaction': engine?.transaction,
    '_engineConfig.tracingHelper': config?.tracingHelper,
    '_requestHandler.request': handler?.request,
    '_requestHandler.mapQueryEngineResult': handler?.mapQueryEngineResult,
  };
  return Object.entries(needed).flatMap(([name, member]) => (member === undefined ? [name] : []));
}
