import { type Static, Type } from 'typebox';

/** Answers while the process runs. */
export const Liveness = Type.Object({ status: Type.Literal('ok') });
export type Liveness = Static<typeof Liveness>;

/** Answers while the process can do its work: the catalog's database is reachable. */
export const Readiness = Type.Object({ status: Type.Literal('ready') });
export type Readiness = Static<typeof Readiness>;

/** The front page: where everything is. */
export const ServiceIndex = Type.Object({
  name: Type.String(),
  links: Type.Record(Type.String(), Type.String()),
});
export type ServiceIndex = Static<typeof ServiceIndex>;
