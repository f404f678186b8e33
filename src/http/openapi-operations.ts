/** The operations of the OpenAPI document: what a route takes, and all that it may answer. Problems and headers are shared as components. */
import { MAY, ROLES } from '../contracts/scope.ts';
import { type JsonSchema, referenceTo } from './openapi-schemas.ts';
import { PROBLEMS, type ProblemKind, problemType } from './problem.ts';
import { type QuerySchema, queryParameters } from './query.ts';
import { isVersioned } from './representation.ts';
import type { Answer, Media, Need, Route } from './route.ts';

/** Problems that any route may answer with. */
const EVERYWHERE: readonly ProblemKind[] = [
  'foreign-host',
  'method-not-allowed',
  'invalid',
  'headers-too-large',
  'internal',
  'unavailable',
];

/** Where a key is needed. */
const FOR_KEYS: readonly ProblemKind[] = ['unauthorized', 'forbidden', 'rate-limited'];

const IF_NONE_MATCH = { 'If-None-Match': 'The ETag of an earlier answer: 304 when nothing changed since.' };

const SECONDS: JsonSchema = { type: 'integer', minimum: 0 };
const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
const FLAG: JsonSchema = { type: 'string', enum: ['true', 'false'] };

/** What is in a header that is no mere text. */
const HEADER_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Location: { type: 'string', format: 'uri-reference' },
  'Retry-After': SECONDS,
  'Idempotency-Replayed': FLAG,
  'Ix-Request-Differs': FLAG,
};

/** Headers that many answers have. */
const SHARED_HEADERS = {
  'X-Request-Id': { description: 'The id of the request: the log has the same one.', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds until it is worth asking again.', schema: SECONDS },
  Allow: { description: 'The methods that the path knows.', schema: { type: 'string' } },
  'WWW-Authenticate': { description: 'How to say who asks: `Bearer`.', schema: { type: 'string' } },
  'RateLimit-Limit': { description: 'Requests that the key may make in a minute; absent: as many as it will.', schema: COUNT },
  'RateLimit-Remaining': { description: 'Requests that are left of them.', schema: COUNT },
  'RateLimit-Reset': { description: 'Seconds until the minute is over.', schema: SECONDS },
  'RateLimit-Policy': { description: 'The limit and its window, `600;w=60`.', schema: { type: 'string' } },
  Connection: { description: '`close`: the rest of the body is not read.', schema: { type: 'string' } },
} satisfies Record<string, { description: string; schema: JsonSchema }>;
type SharedHeader = keyof typeof SHARED_HEADERS;

const RATE: readonly SharedHeader[] = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'RateLimit-Policy'];

/** What problems of a status say in headers, beside the id of the request. */
const PROBLEM_HEADERS: Readonly<Record<number, readonly SharedHeader[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  408: ['Connection'],
  413: ['Connection'],
  429: ['Retry-After', ...RATE],
  503: ['Retry-After'],
};

const referencesTo = (names: readonly SharedHeader[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** Writes operations, and gathers what they share. */
export class Operations {
  readonly headers = SHARED_HEADERS;
  /** Problems by what they are called. */
  readonly responses: Record<string, unknown> = {};

  of(route: Route) {
    const parameters = allParametersOf(route);
    return {
      operationId: route.operationId,
      security: route.needs === 'public' ? [] : [{ key: [] }],
      tags: [route.tag],
      summary: route.summary,
      description: [...(route.description === undefined ? [] : [route.description]), whoMay(route.needs)].join('\n\n'),
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(route.body === undefined ? {} : { requestBody: { required: true, content: contentOf(route.body) } }),
      responses: this.#responsesOf(route),
    };
  }

  #responsesOf(route: Route): Record<string, unknown> {
    const answers = Object.entries(answersOf(route)).map(([status, answer]): [string, unknown] => [status, answerOf(answer, route.needs)]);
    const problems = [...Map.groupBy(problemsOf(route), (kind) => PROBLEMS[kind].status)]
      .filter(([status]) => !(status in route.answers))
      .map(([status, alike]): [string, unknown] => [String(status), this.#problem(status, alike.toSorted())]);
    return Object.fromEntries([...answers, ...problems]);
  }

  /** Described once, however many routes answer with it. */
  #problem(status: number, kinds: readonly ProblemKind[]) {
    const name = kinds.map((kind) => kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())).join('Or');
    this.responses[name] ??= {
      description: kinds.map((kind) => PROBLEMS[kind].title).join('; or: '),
      headers: referencesTo(['X-Request-Id', ...(PROBLEM_HEADERS[status] ?? [])]),
      content: { 'application/problem+json': { schema: { $ref: referenceTo('Problem') }, examples: examplesOf(kinds) } },
    };
    return { $ref: `#/components/responses/${name}` };
  }
}

/** What ix sends to receivers, and what it makes of their answers. */
export function webhookOf(type: string, summary: string) {
  return {
    operationId: `on${type.replaceAll(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
    security: [],
    tags: ['Callbacks'],
    summary,
    description:
      'Sent to the `callback_url` of the job, signed as Standard Webhooks has it, and again for days until the receiver takes it. Every attempt has the same `webhook-id` and the same body.',
    parameters: [
      headerParameter('webhook-id', 'The id of the callback, the same on every attempt: what was taken once is known by it.', true),
      headerParameter('webhook-timestamp', 'When this attempt was made, in seconds since 1970.', true),
      headerParameter('webhook-signature', 'Signatures of id, timestamp and body, with a blank between them: `v1,…`, `v1a,…`.', true),
    ],
    requestBody: { required: true, content: contentOf({ 'application/json': { schema: 'CallbackEvent' } }) },
    responses: {
      '2XX': { description: 'The receiver has taken it.' },
      410: { description: 'The receiver wants nothing more: it is given up.' },
      429: { description: 'Later: `Retry-After` is kept to, within bounds.', headers: referencesTo(['Retry-After']) },
      503: { description: 'Later: `Retry-After` is kept to, within bounds.', headers: referencesTo(['Retry-After']) },
      default: { description: 'A failure, redirects included: it is sent again by its schedule.' },
    },
  };
}

/** All that may go wrong there. */
export const problemsOf = (route: Route): readonly ProblemKind[] => [
  ...new Set([...EVERYWHERE, ...(route.needs === 'public' ? [] : FOR_KEYS), ...(route.problems ?? [])]),
];

/** With what every answer that has a version may say. */
export function answersOf(route: Route): Route['answers'] {
  const { 200: found } = route.answers;
  if (found === undefined || !isVersioned(route)) return route.answers;
  const headers = { ETag: 'The version of the answer, weak.', ...found.headers };
  return { 304: { description: 'It is still the version named by `If-None-Match`.' }, ...route.answers, 200: { ...found, headers } };
}

export function whoMay(needs: Need): string {
  if (needs === 'public') return 'It is answered without a key.';
  const roles = ROLES.filter((role) => MAY[role].includes(needs)).map((role) => `\`${role}\``);
  return `For keys of role ${roles.join(', ').replace(/, (?=[^,]*$)/, ' and ')}.`;
}

/** Of the path, the query and the headers. */
export const allParametersOf = (route: Route) => [
  ...parametersOf('path', route.params),
  ...parametersOf('query', route.query),
  ...Object.entries({ ...(isVersioned(route) ? IF_NONE_MATCH : {}), ...route.requestHeaders }).map(([name, description]) =>
    headerParameter(name, description, false),
  ),
];

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

const headerParameter = (name: string, description: string, required: boolean) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

function answerOf({ description, schema, example, media = 'application/json', headers = {}, alternatives = {} }: Answer, needs: Need) {
  const own = Object.entries(headers).map(([name, what]) => [
    name,
    { description: what, schema: HEADER_SCHEMAS[name] ?? { type: 'string' } },
  ]);
  const shared = referencesTo(['X-Request-Id', ...(needs === 'public' ? [] : RATE)]);
  const content = schema === undefined ? {} : { [media]: { schema, example }, ...alternatives };
  return {
    description,
    headers: { ...Object.fromEntries(own), ...shared },
    ...(schema === undefined ? {} : { content: contentOf(content) }),
  };
}

function examplesOf(kinds: readonly ProblemKind[]) {
  return Object.fromEntries(
    kinds.map((kind) => {
      const { status, title } = PROBLEMS[kind];
      return [kind, { value: { type: problemType(kind), title, status } }];
    }),
  );
}

const contentOf = (content: Readonly<Record<string, Media>>) =>
  Object.fromEntries(
    Object.entries(content).map(([type, { schema, example }]) => [
      type,
      { schema: { $ref: referenceTo(schema) }, ...(example === undefined ? {} : { example }) },
    ]),
  );
