import { createModule } from '../python-module.ts';
import { named } from '../python-symbols.ts';

/** `actions.py`: what the classes of `actions.pyi` are at run time, where all models have the same methods. */
export function actionsModule(): string {
  const module = createModule({
    name: '.actions',
    documentation: 'The methods of each model, for annotations.',
  });
  const actions = module.text(named('._runtime.actions', 'ModelActions'));
  return module.finish([
    [
      `def __getattr__(name: str) -> type[${actions}]:`,
      '    if name.startswith("_"):',
      '        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")',
      `    return ${actions}`,
    ],
  ]);
}
