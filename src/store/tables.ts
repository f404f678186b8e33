/** Our tables for Kysely, typed by their entities: a statement that is built with a column they do not have does not compile. */
import type { EntityManager, InferKyselyDB } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';
import type { ENTITIES } from './entities/index.ts';

export type Tables = InferKyselyDB<(typeof ENTITIES)[number]>;

/** Within the transaction of `em`. */
export const tables = (em: EntityManager): Kysely<Tables> => em.getKysely<Tables>();
