/**
 * The OpenAPI 3.1 document, from the routes and the contracts. Its schemas are JSON Schema 2020-12, which zod writes itself: what a
 * caller may send is the schemas' input, what it gets is their output.
 */
import { z } from 'zod';
import pkg from '../../package.json' with { type: 'json' };
import { AuditEntrySchema, AuditListSchema } from '../contracts/audit.ts';
import { BatchAnswerSchema, BatchEntrySchema, BatchSchema } from '../contracts/batch.ts';
import {
  CallbackAttemptSchema,
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
  NewSecretSchema,
  RedeliveredSchema,
  RedeliverManySchema,
} from '../contracts/callback.ts';
import { FileIdSchema } from '../contracts/ids.ts';
import { JobListSchema, JobSchema, JobSummarySchema, LostRunSchema } from '../contracts/job.ts';
import { CreatedKeySchema, KeyListSchema, KeySchema, NewKeySchema, RotateKeySchema } from '../contracts/key.ts';
import { FILES_MAX, SENT_PARTS, SHOWN_PARTS, ShownRequestSchema, SubmissionSchema } from '../contracts/request.ts';
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
import {
  FieldDefinitionSchema,
  ShownCheckSchema,
  ShownFieldSchema,
  ShownUseCaseInlineSchema,
  UseCaseInlineSchema,
} from '../contracts/use-case.ts';
import { HealthSchema } from './deps.ts';
import { concise } from './json-schema.ts';
import { MetricsSchema } from './metrics.ts';
import { VERSION } from './path.ts';
import { PROBLEMS, type ProblemKind, ProblemSchema } from './problem.ts';
import { type QuerySchema, queryParameters } from './query.ts';
import type { Answer, Route, SchemaName } from './route.ts';

type Json = z.core.JSONSchema.BaseSchema;

const UseCaseSchema = z.strictObject({
  name: z.string().describe('What requests call it.'),
  title: z.string().describe('The name shown to people.'),
  description: z.string().nullable().describe('What it is for; null: it does not say.'),
  system_prompt: z.string().nullable().describe('What a model is told first; null: nothing beside ix’s own.'),
  fields: z.array(ShownFieldSchema).describe('What it extracts.'),
  checks: z.array(ShownCheckSchema).describe('What holds between fields.'),
  json_schema: z.record(z.string(), z.unknown()).nullable().describe('The JSON Schema it was given as: answers are checked against it.'),
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
  UseCaseList: z.strictObject({ use_cases: z.array(UseCaseSchema).describe('The use cases, by name.') }),
  Callback: CallbackSchema,
  CallbackSummary: CallbackSummarySchema,
  CallbackAttempt: CallbackAttemptSchema,
  CallbackList: CallbackListSchema,
  JobCallbacks: JobCallbacksSchema,
  Redelivered: RedeliveredSchema,
  Endpoint: EndpointSchema,
  EndpointList: EndpointListSchema,
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
  Health: HealthSchema,
  Status: z.strictObject({ status: z.literal('ok').describe('Always `ok`.') }),
  Metrics: MetricsSchema,
  OpenApi: z.looseObject({ openapi: z.string().describe('The version of OpenAPI.') }),
  Problem: ProblemSchema,
} satisfies Record<Exclude<SchemaName, keyof typeof SENT | keyof typeof BODIES>, z.ZodType> & Record<string, z.ZodType>;

const referenceTo = (name: string): string => `#/components/schemas/${name}`;

/** What comes out of the contracts' transforms, which zod cannot know. */
const TRANSFORMED = new Map<z.core.$ZodType, Json>([
  [FileIdSchema, { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }],
  [SHOWN_PARTS.file, { anyOf: [{ $ref: referenceTo('FileRef') }, { $ref: referenceTo('UploadedFile') }] }],
]);

/** Zod's schemas as components that refer to each other. */
function components(schemas: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const { schemas: all } = z.toJSONSchema(registry, {
    io,
    uri: referenceTo,
    unrepresentable: 'any',
    override: (written) => {
      concise(written);
      if (io === 'output') Object.assign(written.jsonSchema, TRANSFORMED.get(written.zodSchema));
    },
  });
  return Object.fromEntries(Object.entries(all).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]));
}

/** Bodies that are no JSON. */
const BODIES: Record<Extract<SchemaName, 'MultipartSubmission' | 'Image' | 'Bytes' | 'EventStream' | 'MetricsText'>, Json> = {
  Bytes: { type: 'string', contentMediaType: 'application/octet-stream' },
  Image: { type: 'string', contentMediaType: 'image/png' },
  EventStream: { type: 'string', contentMediaType: 'text/event-stream' },
  MetricsText: { type: 'string', contentMediaType: 'text/plain; version=0.0.4' },
  MultipartSubmission: {
    type: 'object',
    properties: {
      request: { $ref: referenceTo('Submission') },
      files: { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' }, maxItems: FILES_MAX },
    },
    required: ['request'],
    additionalProperties: false,
  },
};

/** Problems that any route may answer with. */
const EVERYWHERE: readonly ProblemKind[] = ['foreign-host', 'invalid', 'internal', 'unavailable'];

/** Where a key is needed. */
const FOR_KEYS: readonly ProblemKind[] = ['unauthorized', 'forbidden', 'rate-limited'];

export function openApiDocument(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'ix',
      version: pkg.version,
      description: `${pkg.description} Every path answers below \`${VERSION}\` as well; what is new, there alone.`,
      license: { name: pkg.license, identifier: pkg.license },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Jobs', description: 'Documents in, structured and grounded JSON out.' },
      { name: 'Callbacks', description: 'What was sent to receivers and what came of it; sending again, pausing, secrets.' },
      { name: 'Use cases', description: 'What can be extracted by name.' },
      { name: 'Keys', description: 'Who may ask for what. By admins.' },
      { name: 'Service', description: 'How ix is, and what it says of itself.' },
    ],
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key of ix, `ix_…`, or a JWT of the issuer of IX_OIDC_ISSUER. Without any key or issuer ix serves the machine it runs on, and asks for none.',
        },
      },
      schemas: { ...components(SENT, 'input'), ...components(SHOWN, 'output'), ...BODIES },
    },
  };
}

function operationOf(route: Route) {
  const parameters = [
    ...parametersOf('path', route.params),
    ...parametersOf('query', route.query),
    ...Object.entries(route.requestHeaders ?? {}).map(([name, description]) => ({
      name,
      in: 'header',
      required: false,
      description,
      schema: { type: 'string' },
    })),
  ];
  return {
    operationId: route.operationId,
    // What the key must allow: of a scheme other than OAuth a list of roles (OpenAPI 3.1).
    security: route.needs === 'public' ? [] : [{ key: [route.needs] }],
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: Object.fromEntries(Object.entries(route.body).map(([type, body]) => [type, mediaOf(body)])),
          },
        }),
    responses: responsesOf(route),
  };
}

function parametersOf(where: 'path' | 'query', parameters: QuerySchema | undefined) {
  return (parameters === undefined ? [] : queryParameters(parameters)).map(({ name, required, schema: { description, ...schema } }) => ({
    name,
    in: where,
    required,
    description,
    schema,
    ...(schema.type === 'array' ? { style: 'form', explode: true } : {}),
  }));
}

function responsesOf(route: Route): Record<string, unknown> {
  const answers = Object.entries(route.answers).map(([status, answer]): [string, unknown] => [status, answerOf(answer)]);
  const kinds = [...new Set([...EVERYWHERE, ...(route.needs === 'public' ? [] : FOR_KEYS), ...(route.problems ?? [])])];
  const problems = [...Map.groupBy(kinds, (kind) => PROBLEMS[kind].status)]
    .filter(([status]) => !(status in route.answers))
    .map(([status, alike]): [string, unknown] => [String(status), problemOf(alike)]);
  return Object.fromEntries([...answers, ...problems]);
}

function answerOf({ description, schema, example, media = 'application/json', headers }: Answer) {
  return {
    description,
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, what]) => [name, { description: what, schema: { type: 'string' } }]),
          ),
        }),
    ...(schema === undefined ? {} : { content: { [media]: mediaOf({ schema, example }) } }),
  };
}

function problemOf(kinds: readonly ProblemKind[]) {
  const examples = kinds.map((kind) => {
    const { status, title } = PROBLEMS[kind];
    return [kind, { value: { type: `urn:ix:problem:${kind}`, title, status } }];
  });
  return {
    description: kinds.map((kind) => PROBLEMS[kind].title).join('; or: '),
    content: { 'application/problem+json': { schema: { $ref: referenceTo('Problem') }, examples: Object.fromEntries(examples) } },
  };
}

function mediaOf({ schema, example }: { readonly schema: SchemaName; readonly example?: unknown }) {
  return { schema: { $ref: referenceTo(schema) }, ...(example === undefined ? {} : { example }) };
}
