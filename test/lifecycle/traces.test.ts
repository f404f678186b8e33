/** A job's whole way through two processes, a model server and a receiver, as one trace in an OTLP receiver. */
import { createServer } from 'node:http';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { answerWith, type Receiver, startReceiver } from '../callbacks/receiver.ts';
import { portOf } from '../cli/command.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { FAMILIES } from '../support/model-server/families.ts';
import { type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { Ix, until } from './ix.ts';
import { samplesOf, totals } from './samples.ts';

/** What is looked at of OTLP over HTTP as JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. */
const AttributeSchema = z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) });
const SpanSchema = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(AttributeSchema),
  events: z.array(z.looseObject({ name: z.string() })).default([]),
});
const ExportSchema = z.object({
  resourceSpans: z.array(
    z.looseObject({
      resource: z.looseObject({ attributes: z.array(AttributeSchema) }),
      scopeSpans: z.array(z.looseObject({ spans: z.array(SpanSchema) })),
    }),
  ),
});
type Span = z.output<typeof SpanSchema> & { readonly service: string | undefined };

const spans: Span[] = [];
const collector = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  expect(request.url).toBe('/v1/traces');
  for (const { resource, scopeSpans } of ExportSchema.parse(JSON.parse(Buffer.concat(chunks).toString())).resourceSpans) {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue;
    spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service }))));
  }
  response.setHeader('Content-Type', 'application/json').end('{}');
});

let database: TestDatabase;
let receiver: Receiver;
let model: ModelServer;
const started: Ix[] = [];

beforeEach(async () => {
  database = await createDatabase();
  receiver = await startReceiver(answerWith(200));
  model = await startModelServer(undefined, () => ({ content: '{"invoice_number": "4711"}' }));
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((ix) => ix.clear()));
  await Promise.all([receiver.close(), model.close(), new Promise((resolve) => collector.close(resolve))]);
  await database.drop();
});

function start(role: string): Ix {
  const ix = new Ix([role], {
    IX_DATABASE_URL: database.url,
    IX_PORT: '0',
    IX_METRICS_PORT: '0',
    IX_LLM_BASE_URL: model.url,
    IX_EGRESS_ALLOW: '127.0.0.1/32',
    IX_OCR_LANGUAGES: 'eng',
    IX_OCR_CONCURRENCY: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_SERVICE_NAME: `ix-${role}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  started.push(ix);
  return ix;
}

/** A scan: a picture of two lines. */
const scan = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      '<svg width="900" height="300"><rect width="900" height="300" fill="white"/><text x="40" y="100" font-size="48" font-family="sans-serif">Invoice number: 4711</text><text x="40" y="200" font-size="48" font-family="sans-serif">Total: 119.00 EUR</text></svg>',
    ),
  )
    .png()
    .toBuffer();

const CALLER = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' };

test('submit, queue, steps, OCR, model and callback are one trace, below the caller’s own span', async () => {
  const [api, worker] = [start('api'), start('worker')];
  const [address] = await Promise.all([api.address(), worker.address()]);
  const form = new FormData();
  const submission = { ix_client_id: 'a', use_case: 'invoice', options: { gen_ai: { engine: 'llm' } }, callback_url: receiver.url };
  form.set('request', JSON.stringify(submission));
  form.set('files', new Blob([await scan()], { type: 'image/png' }), 'scan.png');
  const response = await fetch(`${address}/jobs`, {
    method: 'POST',
    headers: { traceparent: `00-${CALLER.trace}-${CALLER.span}-01` },
    body: form,
  });
  expect([response.status, await response.text()]).toEqual([201, expect.anything()]);
  await receiver.arrived(1);
  await until(async () => spans.some(({ name }) => name === 'callback') && spans.some(({ name }) => name === 'job'));

  const one = (name: string): Span => {
    const [span, ...others] = spans.filter((candidate) => candidate.name === name);
    if (span === undefined || others.length > 0) throw new Error(`${name}: ${JSON.stringify(spans.map((candidate) => candidate.name))}`);
    return span;
  };
  const [submit, job, ocr, callback, ticket] = [one('POST /jobs'), one('job'), one('ocr'), one('callback'), one('insert ix.deliver')];
  for (const span of [submit, job, ocr, callback, ticket]) expect(span.traceId).toBe(CALLER.trace);
  // pg-boss tells of the ticket by itself.
  expect(ticket.parentSpanId).toBe(submit.spanId);
  expect([submit.parentSpanId, job.parentSpanId, callback.parentSpanId]).toEqual([CALLER.span, submit.spanId, submit.spanId]);
  for (const name of ['queue', 'setup', 'read', 'ocr', 'extract', 'ground', 'respond']) {
    for (const step of spans.filter((span) => span.name === name)) expect([name, step.parentSpanId]).toEqual([name, job.spanId]);
    expect(spans.map((span) => span.name)).toContain(name);
  }
  const chats = spans.filter(({ name }) => name === `chat ${FAMILIES.openai.model}`);
  expect(new Set(chats.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([job.spanId]));
  expect(ocr.events.map(({ name }) => name)).toEqual(['page']);
  expect([submit.service, job.service, callback.service]).toEqual(['ix-api', 'ix-worker', 'ix-worker']);
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
  // The receiver may hang its own spans below.
  expect(receiver.received[0]?.headers.traceparent).toBe(`00-${CALLER.trace}-${submit.spanId}-01`);

  const metrics = /"metrics_address":"([^"]+)"/.exec(worker.stderr)?.[1];
  const samples = samplesOf(await (await fetch(`${metrics}/metrics`)).text());
  expect(totals(samples, 'ix_ocr_pages_total')).toEqual({ '': 1 });
  expect(totals(samples, 'ix_model_requests_total', 'outcome')).toEqual({ answered: chats.length, failed: 0 });
  expect(totals(samples, 'ix_results_total', 'engine')).toEqual({ llm: 1 });
});
