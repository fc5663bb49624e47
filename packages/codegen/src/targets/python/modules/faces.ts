import { named, type PythonExpression, py } from '../python-symbols.ts';

/** How the methods of a client are called: at once, or awaited. */
export interface Face {
  readonly name: string;
  /** What the classes with its methods end in. */
  readonly suffix: string;
  readonly def: 'def' | 'async def';
  readonly result: (type: PythonExpression) => PythonExpression;
  /** Rows one after the other, where there are such. */
  readonly rows?: (type: PythonExpression) => PythonExpression;
}

export type FaceName = 'sync' | 'async' | 'batch';

const itself = (type: PythonExpression): PythonExpression => type;

export const FACES: Readonly<Record<FaceName, Face>> = {
  sync: {
    name: 'Sync',
    suffix: '',
    def: 'def',
    result: itself,
    rows: (type) => py`${named('collections.abc', 'Generator')}[${type}]`,
  },
  batch: {
    name: 'Batch',
    suffix: 'Batch',
    def: 'def',
    result: (type) => py`${named('._runtime.connections.batches', 'Pending')}[${type}]`,
  },
  async: {
    name: 'Async',
    suffix: 'Async',
    def: 'async def',
    result: itself,
    rows: (type) => py`${named('collections.abc', 'AsyncGenerator')}[${type}]`,
  },
};
