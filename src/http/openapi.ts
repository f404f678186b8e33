/** The OpenAPI 3.1 document, from the routes and the contracts: what a caller may send is the schemas' input, what it gets is their output. */
import { z } from 'zod';
import pkg from '../../package.json' with { type: 'json' };
import { AuditEntrySchema, AuditListSchema } from '../contracts/audit.ts';
import { BatchAnswerSchema, BatchEntrySchema, BatchSchema, ShownBatchSchema } from '../contracts/batch.ts';
import { BulkAnswerSchema, BulkRequestSchema } from '../contracts/bulk.ts';
import {
  CallbackAttemptSchema,
  type CallbackEvent,
  CallbackEventSchema,
  CallbackListSchema,
  CallbackSchema,
  CallbackSummarySchema,
  ClientSecretListSchema,
  ClientSecretSchema,
  CreatedSecretSchema,
  EndpointListSchema,
  EndpointNameSchema,
  EndpointSchema,
  JobCallbacksSchema,
  JobEventSchema,
  NewSecretSchema,
  RedeliveredSchema,
  RedeliverManySchema,
  TestEventSchema,
  ThinJobSchema,
  ToldJobSchema,
} from '../contracts/callback.ts';
import { DeletedClientSchema } from '../contracts/client.ts';
import { StoredFileSchema } from '../contracts/file.ts';
import { FileIdSchema } from '../contracts/ids.ts';
import { JobListSchema, JobSchema, JobSummarySchema, LostRunSchema } from '../contracts/job.ts';
import { CreatedKeySchema, KeyListSchema, KeySchema, NewKeySchema, RotateKeySchema } from '../contracts/key.ts';
import { PauseListSchema, PauseSchema } from '../contracts/pause.ts';
import { FILES_MAX, SENT_PARTS, SHOWN_PARTS, ShownRequestSchema, SubmissionSchema, ToldRequestSchema } from '../contracts/request.ts';
import {
  FieldProvenanceSchema,
  FieldTrustSchema,
  LineSchema,
  PageSchema,
  QualityMetricsSchema,
  ResponseIXSchema,
  RunnerUpSchema,
  SourceSchema,
  WordSchema,
} from '../contracts/response.ts';
import { DecisionSchema, NewReviewSchema, ReviewedJobSchema, ReviewSchema } from '../contracts/review.ts';
import { NewSavedFilterSchema, SavedFilterListSchema, SavedFilterSchema } from '../contracts/saved-filter.ts';
import {
  NewSubscriptionSchema,
  SubscriptionChangeSchema,
  SubscriptionListSchema,
  SubscriptionSchema,
  TestedSubscriptionSchema,
} from '../contracts/subscription.ts';
import {
  FieldDefinitionSchema,
  ShownCheckSchema,
  ShownFieldSchema,
  ShownUseCaseInlineSchema,
  UseCaseDefinitionSchema,
  UseCaseHistorySchema,
  UseCaseInlineSchema,
} from '../contracts/use-case.ts';
import { WorkerListSchema, WorkerSchema } from '../contracts/worker.ts';
import { BatchLineSchema } from './batch.ts';
import { HealthSchema } from './deps.ts';
import { MetricsSchema } from './metrics.ts';
import { Operations, webhookOf } from './openapi-operations.ts';
import { type JsonSchema, referenceTo, schemasOf } from './openapi-schemas.ts';
import { VERSION } from './path.ts';
import { ProblemSchema } from './problem.ts';
import type { Route, SchemaName } from './route.ts';

const UseCaseSchema = z.strictObject({
  name: z.string().describe('What requests call it.'),
  title: z.string().describe('The name shown to people.'),
  description: z.string().nullable().describe('What it is for; null: it does not say.'),
  system_prompt: z.string().nullable().describe('What a model is told first; null: nothing beside ix’s own.'),
  fields: z.array(ShownFieldSchema).describe('What it extracts.'),
  checks: z.array(ShownCheckSchema).describe('What holds between fields.'),
  json_schema: z.record(z.string(), z.unknown()).nullable().describe('The JSON Schema it was given as: answers are checked against it.'),
  version: z.int().nullable().describe('The version, from 1; null: it comes with ix, or from the folder of the process that answers.'),
  retired_at: z.iso.datetime().nullable().describe('Since when no new job may name it; null: jobs may.'),
});

/** What callers send, by component name. */
const SENT = {
  Submission: SubmissionSchema,
  Batch: BatchSchema,
  SubmittedUseCase: UseCaseInlineSchema,
  SubmittedField: FieldDefinitionSchema,
  SubmittedFileRef: SENT_PARTS.fileRef,
  SubmittedUpload: SENT_PARTS.uploadedFile,
  RedeliverMany: RedeliverManySchema,
  EndpointName: EndpointNameSchema,
  NewSecret: NewSecretSchema,
  NewReview: NewReviewSchema,
  NewKey: NewKeySchema,
  RotateKey: RotateKeySchema,
  BulkRequest: BulkRequestSchema,
  NewSavedFilter: NewSavedFilterSchema,
  UseCaseDefinition: UseCaseDefinitionSchema,
  NewSubscription: NewSubscriptionSchema,
  SubscriptionChange: SubscriptionChangeSchema,
} satisfies Record<string, z.ZodType>;

/** What callers get, by component name. */
const SHOWN = {
  Job: JobSchema,
  JobSummary: JobSummarySchema,
  JobList: JobListSchema,
  BatchAnswer: BatchAnswerSchema,
  BatchEntry: BatchEntrySchema,
  LostRun: LostRunSchema,
  Request: ShownRequestSchema,
  Options: SHOWN_PARTS.options,
  FileRef: SHOWN_PARTS.fileRef,
  UploadedFile: SHOWN_PARTS.uploadedFile,
  Response: ResponseIXSchema,
  Page: PageSchema,
  Line: LineSchema,
  Word: WordSchema,
  FieldProvenance: FieldProvenanceSchema,
  FieldTrust: FieldTrustSchema,
  RunnerUp: RunnerUpSchema,
  Source: SourceSchema,
  QualityMetrics: QualityMetricsSchema,
  UseCaseInline: ShownUseCaseInlineSchema,
  FieldDefinition: ShownFieldSchema,
  UseCase: UseCaseSchema,
  UseCaseHistory: UseCaseHistorySchema,
  UseCaseList: z.strictObject({ use_cases: z.array(UseCaseSchema).describe('The use cases, by name.') }),
  Callback: CallbackSchema,
  CallbackSummary: CallbackSummarySchema,
  CallbackAttempt: CallbackAttemptSchema,
  CallbackEvent: CallbackEventSchema,
  JobEvent: JobEventSchema,
  TestEvent: TestEventSchema,
  ToldJob: ToldJobSchema,
  ToldRequest: ToldRequestSchema,
  ThinJob: ThinJobSchema,
  CallbackList: CallbackListSchema,
  JobCallbacks: JobCallbacksSchema,
  Redelivered: RedeliveredSchema,
  Endpoint: EndpointSchema,
  EndpointList: EndpointListSchema,
  Subscription: SubscriptionSchema,
  SubscriptionList: SubscriptionListSchema,
  TestedSubscription: TestedSubscriptionSchema,
  ClientSecret: ClientSecretSchema,
  ClientSecretList: ClientSecretListSchema,
  CreatedSecret: CreatedSecretSchema,
  Review: ReviewSchema,
  Decision: DecisionSchema,
  ReviewedJob: ReviewedJobSchema,
  Key: KeySchema,
  KeyList: KeyListSchema,
  AuditEntry: AuditEntrySchema,
  AuditList: AuditListSchema,
  CreatedKey: CreatedKeySchema,
  StoredFile: StoredFileSchema,
  Pause: PauseSchema,
  PauseList: PauseListSchema,
  Worker: WorkerSchema,
  WorkerList: WorkerListSchema,
  SavedFilter: SavedFilterSchema,
  SavedFilterList: SavedFilterListSchema,
  BulkAnswer: BulkAnswerSchema,
  BatchLine: BatchLineSchema,
  ShownBatch: ShownBatchSchema,
  DeletedClient: DeletedClientSchema,
  Health: HealthSchema,
  Status: z.strictObject({ status: z.literal('ok').describe('Always `ok`.') }),
  Metrics: MetricsSchema,
  OpenApi: z.looseObject({ openapi: z.string().describe('The version of OpenAPI.') }),
  Problem: ProblemSchema,
} satisfies Record<Exclude<SchemaName, keyof typeof SENT | keyof typeof BODIES>, z.ZodType> & Record<string, z.ZodType>;

/** What comes out of the contracts' transforms, which zod cannot know. */
const TRANSFORMED = new Map<z.core.$ZodType, JsonSchema>([
  [FileIdSchema, { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }],
  [SHOWN_PARTS.file, { anyOf: [{ $ref: referenceTo('FileRef') }, { $ref: referenceTo('UploadedFile') }] }],
]);

/** Bodies that are no JSON. */
const BODIES: Record<Extract<SchemaName, 'MultipartSubmission' | 'Image' | 'Bytes' | 'EventStream' | 'MetricsText'>, JsonSchema> = {
  Bytes: { type: 'string', contentMediaType: 'application/octet-stream' },
  Image: { type: 'string', contentMediaType: 'image/png' },
  EventStream: { type: 'string', contentMediaType: 'text/event-stream' },
  MetricsText: { type: 'string', contentMediaType: 'text/plain; version=0.0.4' },
  MultipartSubmission: {
    type: 'object',
    properties: {
      request: { $ref: referenceTo('Submission'), description: 'The request, as JSON.' },
      files: {
        type: 'array',
        items: { type: 'string', contentMediaType: 'application/octet-stream' },
        maxItems: FILES_MAX,
        description: 'The files themselves, each a part of this name with a file name.',
      },
    },
    required: ['request'],
    additionalProperties: false,
  },
};

/** What each callback tells of. */
const WEBHOOKS: Readonly<Record<CallbackEvent['type'], string>> = {
  'job.started': 'A job has started: a worker has it, for the first time.',
  'job.done': 'A job has ended with an answer.',
  'job.error': 'A job has ended in error.',
  'job.reviewed': 'People are through with the values of an answer, or have decided about another of them since.',
  'subscription.test': 'Somebody tries a registered endpoint.',
};

export const apiSchemas = (): Record<string, JsonSchema> => ({
  ...schemasOf(SENT, 'input'),
  ...schemasOf(SHOWN, 'output', TRANSFORMED),
  ...BODIES,
});

export function openApiDocument(routes: readonly Route[]) {
  const operations = new Operations();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operations.of(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'ix',
      version: pkg.version,
      description: `${pkg.description} Every path answers below \`${VERSION}\` as well; what is new, there alone. Answers may get more properties and more kinds of problems within a version: ignore what you do not know.`,
      contact: { name: 'Whoever runs this ix' },
      license: { name: pkg.license, identifier: pkg.license },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Jobs', description: 'Documents in, structured and grounded JSON out.' },
      { name: 'Files', description: 'Uploaded once, to be named by any number of jobs.' },
      { name: 'Clients', description: 'All that there is of a client.' },
      { name: 'Callbacks', description: 'What was sent to receivers and what came of it; sending again, pausing, secrets.' },
      { name: 'Use cases', description: 'What can be extracted by name.' },
      { name: 'Keys', description: 'Who may ask for what. By admins.' },
      { name: 'Service', description: 'How ix is, and what it says of itself.' },
    ],
    paths,
    webhooks: Object.fromEntries(Object.entries(WEBHOOKS).map(([type, summary]) => [type, { post: webhookOf(type, summary) }])),
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key of ix, `ix_…`, or a JWT of the issuer of IX_OIDC_ISSUER. Without any key or issuer ix serves the machine it runs on, and asks for none.',
        },
      },
      headers: operations.headers,
      responses: operations.responses,
      schemas: apiSchemas(),
    },
  };
}
