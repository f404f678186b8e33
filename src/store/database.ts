/** The transaction every store operation takes. Operations never commit: the acts in jobs/ compose them. */
import type { EntityManager } from '@mikro-orm/postgresql';

/** An EntityManager, inside `em.transactional(…)` wherever something is written. */
export type Tx = EntityManager;
