/** `/openapi.json` as tests read it: its operations, with what they refer to in its place, and its schemas as zod schemas. */
import { z } from 'zod';
import type { Api } from './api.ts';

const MediaSchema = z.looseObject({
  schema: z.looseObject({ $ref: z.string() }),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.strictObject({ value: z.unknown() })).optional(),
});
const ContentSchema = z.record(z.string(), MediaSchema);
const HeadersSchema = z.record(z.string(), z.unknown());
const ResponseSchema = z.looseObject({ headers: HeadersSchema.optional(), content: ContentSchema.optional() });
const OperationSchema = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
  requestBody: z.looseObject({ content: ContentSchema }).optional(),
  responses: z.record(z.string(), z.union([z.strictObject({ $ref: z.string() }), ResponseSchema])),
});
export const DocumentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), OperationSchema)),
  webhooks: z.record(z.string(), z.strictObject({ post: OperationSchema })),
  components: z.looseObject({
    responses: z.record(z.string(), ResponseSchema),
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
});

export type Answer = z.output<typeof ResponseSchema>;

export interface Operation {
  /** In capital letters. */
  readonly method: string;
  /** As the document writes it. */
  readonly path: string;
  readonly operationId: string;
  readonly request: z.output<typeof ContentSchema>;
  /** By status. */
  readonly answers: ReadonlyMap<string, Answer>;
}

export class OpenApi {
  readonly text: string;
  readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly operations: readonly Operation[];
  readonly #document: z.output<typeof DocumentSchema>;
  readonly #parsed = new Map<string, z.ZodType>();

  constructor(text: string) {
    this.text = text;
    this.#document = DocumentSchema.parse(JSON.parse(text));
    this.schemas = this.#document.components.schemas;
    this.operations = Object.entries(this.#document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => this.#read(method.toUpperCase(), path, operation)),
    );
  }

  static async of(api: Pick<Api, 'get'>): Promise<OpenApi> {
    return new OpenApi(await (await api.get('/openapi.json')).text());
  }

  operation(method: string, path: string): Operation {
    const found = this.operations.find((one) => one.method === method && one.path === path);
    if (found === undefined) throw new Error(`${method} ${path}: not in the document`);
    return found;
  }

  /** What the document does not say of this answer, or says otherwise, in words; null: nothing. @param text its body. */
  faultOf({ method, path, answers }: Operation, { status, headers }: Response, text: string): string | null {
    const where = `${method} ${path}: ${status}`;
    const said = answers.get(String(status));
    if (said === undefined) return `${where} is not documented`;
    const type = headers.get('Content-Type')?.split(';')[0];
    const media = said.content?.[type ?? ''];
    if (said.content === undefined) return text === '' ? null : `${where} has a body, which is not documented`;
    if (media === undefined) return `${where} as ${type} is not documented`;
    const lines =
      type === 'application/x-ndjson' ? text.split('\n').filter((line) => line !== '') : /\bjson$/.test(type ?? '') ? [text] : [];
    const wrong = lines
      .map((line) => this.schema(media.schema.$ref).safeParse(JSON.parse(line)).error)
      .find((error) => error !== undefined);
    return wrong === undefined ? null : `${where}: ${z.prettifyError(wrong)}`;
  }

  get webhooks(): readonly Operation[] {
    return Object.entries(this.#document.webhooks).map(([type, { post }]) => this.#read('POST', type, post));
  }

  /** A schema of the document as a zod schema again. Whatever it does not name is refused, though to callers it is open. */
  schema(reference: string): z.ZodType {
    const known = this.#parsed.get(reference);
    if (known !== undefined) return known;
    const written = JSON.stringify({ $ref: reference, $defs: this.schemas }, (_, value) => closed(value));
    const schema = z.fromJSONSchema(JSON.parse(written.replaceAll('#/components/schemas/', '#/$defs/')));
    this.#parsed.set(reference, schema);
    return schema;
  }

  #read(method: string, path: string, { operationId, requestBody, responses }: z.output<typeof OperationSchema>): Operation {
    const answers = Object.entries(responses).map(([status, answer]): [string, Answer] => [status, this.#answer(answer)]);
    return { method, path, operationId, request: requestBody?.content ?? {}, answers: new Map(answers) };
  }

  #answer(answer: z.output<typeof OperationSchema>['responses'][string]): Answer {
    const { $ref } = answer;
    if (typeof $ref !== 'string') return ResponseSchema.parse(answer);
    const found = this.#document.components.responses[$ref.replace('#/components/responses/', '')];
    if (found === undefined) throw new Error(`${$ref}: not in the document`);
    return found;
  }
}

const closed = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'properties' in value && !('additionalProperties' in value) && 'type' in value
    ? { ...value, additionalProperties: false }
    : value;
