/** workload: what there is to do, how the last hour and day went, and who works on it; for operators to look at. */
import { requireAll, type Scope } from '../contracts/scope.ts';
import { type History, history } from '../store/history.ts';
import {
  activeByClient,
  activeByUseCase,
  type ClientLately,
  clientNames,
  clientsLately,
  clientsLike,
  type DatabaseState,
  databaseState,
  oldestPendingAt,
  type Share,
  type WorkerRow,
  workersAtWork,
} from '../store/workload.ts';
import type { JobsDeps } from './deps.ts';

export interface Workload extends History {
  readonly oldestPendingAt: string | null;
  readonly clients: readonly Share[];
  /** Of the last LATELY jobs of the last hour. */
  readonly lately: readonly ClientLately[];
  readonly useCases: readonly Share[];
  readonly workers: readonly WorkerRow[];
  readonly database: DatabaseState;
}

/** Rows of each table shown. */
const ROWS = 20;
/** Active jobs of a use case are counted up to here. */
export const USE_CASE_MAX = 10_000;
/** Jobs of the last hour that are told apart by client: they are read one by one. */
export const LATELY = 2000;
const CLIENT_NAMES = 100;

/** @param workerLock see databaseState. @throws OutOfScope */
export async function workload(deps: JobsDeps, scope: Scope, useCases: readonly string[], workerLock: number): Promise<Workload> {
  requireAll(scope);
  const em = () => deps.orm.em.fork();
  const [past, oldest, clients, lately, active, workers, database] = await Promise.all([
    history(em(), scope),
    oldestPendingAt(em(), scope),
    activeByClient(em(), scope, ROWS),
    clientsLately(em(), scope, LATELY, ROWS),
    activeByUseCase(em(), scope, useCases, USE_CASE_MAX),
    workersAtWork(em(), scope, 200),
    databaseState(em(), workerLock),
  ]);
  return { ...past, oldestPendingAt: oldest, clients, lately, useCases: active, workers, database };
}

/** The workers that are connected at this moment, by the names of their sessions. @param workerLock see databaseState. */
export const connectedWorkers = async (deps: JobsDeps, workerLock: number): Promise<readonly string[]> =>
  (await databaseState(deps.orm.em.fork(), workerLock)).workers;

/** Clients that have jobs, those with the most first. */
export const clients = async (deps: JobsDeps, scope: Scope): Promise<readonly string[]> =>
  scope.clients === 'all' ? clientNames(deps.orm.em.fork(), { ...scope, clients: scope.clients }, CLIENT_NAMES) : scope.clients;

/** The client that is called so, in whatever case; the name itself where none is. */
export async function clientNamed(deps: JobsDeps, scope: Scope, name: string): Promise<string> {
  const { clients } = scope;
  const like =
    clients === 'all'
      ? await clientsLike(deps.orm.em.fork(), { ...scope, clients }, name)
      : clients.filter((client) => client.toLowerCase() === name.toLowerCase());
  return like.includes(name) ? name : (like[0] ?? name);
}
