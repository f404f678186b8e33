/** A route: where it is, what answers, and what `/openapi.json` says of it, in one place so that they cannot part. */
import type { Context } from 'hono';
import type { Permission, Scope } from '../contracts/scope.ts';
import type { AppEnv } from './deps.ts';
import type { ProblemKind } from './problem.ts';
import type { QuerySchema } from './query.ts';

/** Names of the schemas in the document's components: see SCHEMAS in openapi.ts. */
export type SchemaName =
  | 'Submission'
  | 'Batch'
  | 'BatchAnswer'
  | 'MultipartSubmission'
  | 'Job'
  | 'JobList'
  | 'UseCase'
  | 'UseCaseList'
  | 'UseCaseDefinition'
  | 'UseCaseHistory'
  | 'Health'
  | 'Status'
  | 'MetricsText'
  | 'Metrics'
  | 'OpenApi'
  | 'Image'
  | 'Bytes'
  | 'Callback'
  | 'CallbackList'
  | 'JobCallbacks'
  | 'RedeliverMany'
  | 'Redelivered'
  | 'Endpoint'
  | 'EndpointList'
  | 'EndpointName'
  | 'NewSubscription'
  | 'SubscriptionChange'
  | 'Subscription'
  | 'SubscriptionList'
  | 'ClientSecretList'
  | 'NewSecret'
  | 'CreatedSecret'
  | 'Key'
  | 'KeyList'
  | 'AuditList'
  | 'NewKey'
  | 'CreatedKey'
  | 'RotateKey'
  | 'NewReview'
  | 'ReviewedJob'
  | 'StoredFile'
  | 'Pause'
  | 'PauseList'
  | 'WorkerList'
  | 'NewSavedFilter'
  | 'SavedFilter'
  | 'SavedFilterList'
  | 'BulkRequest'
  | 'BulkAnswer'
  | 'BatchLine'
  | 'ShownBatch'
  | 'DeletedClient'
  | 'EventStream'
  | 'CallbackEvent'
  | 'Problem';

export interface Media {
  readonly schema: SchemaName;
  readonly example?: unknown;
}

export interface Answer {
  readonly description: string;
  /** Absent: no body. */
  readonly schema?: SchemaName;
  readonly example?: unknown;
  /** Its media type; absent: JSON. */
  readonly media?: string;
  /** Header → what it says. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Other media types it may be answered in, by `Accept`. */
  readonly alternatives?: Readonly<Record<string, Media>>;
}

/** `public`: it is answered to everybody, also without a key. */
export type Need = Permission | 'public';

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI's form: `/jobs/{job_id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: 'Jobs' | 'Files' | 'Clients' | 'Callbacks' | 'Use cases' | 'Keys' | 'Service';
  readonly summary: string;
  readonly description?: string;
  /** What stands in the path; absent: nothing varies there. */
  readonly params?: QuerySchema;
  /** Absent: any query parameter is refused. */
  readonly query?: QuerySchema;
  /** Request header → what it does. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, Media>>;
  readonly answers: Readonly<Record<number, Answer>>;
  /** What may go wrong here, beside `foreign-host`, `invalid` (query parameters), `internal` and `unavailable`. */
  readonly problems?: readonly ProblemKind[];
  /** What whoever asks must be allowed to do. */
  readonly needs: Need;
  /** @param scope of whoever asks; it has been seen to allow `needs`. */
  readonly handler: (c: Context<AppEnv>, scope: Scope) => Response | Promise<Response>;
}
