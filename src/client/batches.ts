/** Any number of submissions in requests of what ix takes at once, a line each. */
import { newKey } from './call.ts';
import { linesOf } from './event-stream.ts';
import type { Transport } from './transport.ts';
import type { BatchLine, Submission } from './types.ts';

/** Lines that ix takes in one request, and bytes. */
const LINES_MAX = 1000;
const BYTES_MAX = 4_000_000;

/** What became of each, in order. What is refused is refused alone. */
export async function* submitLines(
  transport: Transport,
  jobs: Iterable<Submission> | AsyncIterable<Submission>,
  signal: AbortSignal | undefined,
): AsyncGenerator<BatchLine> {
  let before = 0;
  for await (const lines of portions(jobs)) {
    const headers = { 'Content-Type': 'application/x-ndjson', Accept: 'application/x-ndjson', 'Idempotency-Key': newKey() };
    const sent = { method: 'POST', headers, body: () => ({ content: lines.join('') }), again: true, signal };
    const { body } = await transport.ask('/v1/jobs/batch', sent);
    if (body === null) return;
    for await (const text of linesOf(body)) {
      const line: BatchLine = JSON.parse(text);
      yield { ...line, index: before + line.index };
    }
    before += lines.length;
  }
}

async function* portions(jobs: Iterable<Submission> | AsyncIterable<Submission>): AsyncGenerator<string[]> {
  let lines: string[] = [];
  let bytes = 0;
  for await (const job of jobs) {
    const line = `${JSON.stringify(job)}\n`;
    if (lines.length === LINES_MAX || (lines.length > 0 && bytes + line.length > BYTES_MAX)) {
      yield lines;
      [lines, bytes] = [[], 0];
    }
    lines.push(line);
    bytes += line.length;
  }
  if (lines.length > 0) yield lines;
}
