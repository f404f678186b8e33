/** Every table of ours, for MikroORM. */
import { CallbackAttemptEntity, CallbackEntity, CallbackSecretEntity, EndpointEntity } from './callbacks.ts';
import { CountFloorEntity, JobCountEntity, JobDeltaEntity, JobEndsEntity } from './counts.ts';
import { FileEntity, FilePieceEntity, JobFileEntity } from './files.ts';
import { SavedFilterEntity } from './filters.ts';
import { IdempotencyKeyEntity } from './idempotency.ts';
import { JobEntity, JobSearchEntity } from './jobs.ts';
import { AuditEntity, KeyEntity, SessionEntity } from './keys.ts';
import { PauseEntity } from './pauses.ts';
import { ReviewEntity } from './reviews.ts';
import { SettingEntity } from './settings.ts';
import { SubscriptionEntity } from './subscriptions.ts';
import { UseCaseEntity, UseCaseVersionEntity } from './use-cases.ts';
import { WorkerEntity } from './workers.ts';

export const ENTITIES = [
  JobEntity,
  JobSearchEntity,
  FileEntity,
  FilePieceEntity,
  JobFileEntity,
  SubscriptionEntity,
  CallbackEntity,
  CallbackAttemptEntity,
  EndpointEntity,
  CallbackSecretEntity,
  ReviewEntity,
  SettingEntity,
  KeyEntity,
  SessionEntity,
  AuditEntity,
  IdempotencyKeyEntity,
  PauseEntity,
  WorkerEntity,
  SavedFilterEntity,
  UseCaseEntity,
  UseCaseVersionEntity,
  JobCountEntity,
  JobDeltaEntity,
  JobEndsEntity,
  CountFloorEntity,
] as const;
