/** A model server of ours over real HTTP: it plays a family's wire format, a scripted model, and what goes wrong on the way. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { FAMILIES, type Family, type Said } from './families.ts';

/** Text alone, or with pictures: data URLs. */
const ContentSchema = z.union([
  z.string().transform((text) => ({ text, pictures: [] })),
  z
    .array(
      z.union([
        z.strictObject({ type: z.literal('text'), text: z.string() }),
        z.strictObject({ type: z.literal('image_url'), image_url: z.strictObject({ url: z.string() }) }),
      ]),
    )
    .transform((parts) => ({
      text: parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n'),
      pictures: parts.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : [])),
    })),
]);

const RequestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(
    z
      .object({ role: z.enum(['system', 'user', 'assistant']), content: ContentSchema })
      .transform(({ role, content: { text, pictures } }) => ({ role, content: text, pictures })),
  ),
  response_format: z.unknown().optional(),
  temperature: z.number().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
});
export type AskedFor = z.output<typeof RequestSchema>;

/** What the model says to a request. */
export type Model = (asked: AskedFor) => string | Partial<Said>;

/** Answers a completion in place of the model; `next` goes on as if there were no fault. */
export type Fault = (response: ServerResponse, asked: AskedFor, next: () => void) => void;

export interface ModelServer {
  /** What IX_LLM_BASE_URL is set to. */
  readonly url: string;
  /** Completions that were asked for, in order. */
  readonly asked: readonly AskedFor[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** Paths of all requests, in order. */
  readonly paths: readonly string[];
  /** From now on. */
  play(model: Model): void;
  /** The next completions, one each. */
  fault(...faults: readonly Fault[]): void;
  /** Resolves when somebody asks for a completion, and when a client goes away before its answer. */
  readonly events: { asked(): Promise<void>; left(): Promise<void> };
  close(): Promise<void>;
}

export async function startModelServer(family: Family = FAMILIES.openai, first: Model = () => '{}'): Promise<ModelServer> {
  let model = first;
  const faults: Fault[] = [];
  const asked: AskedFor[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const paths: string[] = [];
  const told = { asked: Promise.withResolvers<void>(), left: Promise.withResolvers<void>() };
  const tell = (name: keyof typeof told) => {
    told[name].resolve();
    told[name] = Promise.withResolvers<void>();
  };

  const complete = (request: AskedFor, response: ServerResponse) => {
    const said = model(request);
    const whole = { content: '', promptTokens: tokensOf(request), completionTokens: 10, finish: 'stop' as const };
    sendJson(response, 200, family.completion(typeof said === 'string' ? { ...whole, content: said } : { ...whole, ...said }));
  };

  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    headers.push(request.headers);
    response.on('close', () => {
      if (!response.writableFinished) tell('left');
    });
    if (path === '/v1/models') {
      const models = family.models();
      return models === null ? sendJson(response, 404, family.error(404, 'Not Found')) : sendJson(response, 200, models);
    }
    if (path !== '/v1/chat/completions') {
      const answer = family.beside[path];
      return answer === undefined ? sendJson(response, 404, family.error(404, 'Not Found')) : sendJson(response, 200, answer);
    }
    const body = RequestSchema.parse(JSON.parse(await textOf(request)));
    asked.push(body);
    tell('asked');
    const fault = faults.shift();
    if (fault === undefined) complete(body, response);
    else fault(response, body, () => complete(body, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    asked,
    headers,
    paths,
    play: (next) => {
      model = next;
    },
    fault: (...next) => {
      faults.push(...next);
    },
    events: { asked: () => told.asked.promise, left: () => told.left.promise },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown, more: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** As tokenizers count English: a token in four characters. */
const tokensOf = ({ messages }: AskedFor): number => Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
