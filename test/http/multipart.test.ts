/** multipart/form-data: the reader by itself, however its bytes arrive, and POST /jobs with the files in it. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobSchema } from '../../src/contracts/job.ts';
import { boundaryOf, type PartHead, readParts, type Take } from '../../src/http/multipart.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api, MAX_FILE_BYTES } from './api.ts';

type Part = PartHead & { readonly bytes: Uint8Array };

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function partsIn(body: string | Uint8Array, sizes: readonly number[] = [65_536], boundary = 'b'): Promise<Part[]> {
  const parts: { head: PartHead; chunks: Uint8Array[] }[] = [];
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  await readParts(pieces(bytes, sizes), boundary, (head) => {
    const chunks: Uint8Array[] = [];
    parts.push({ head, chunks });
    return (chunk) => chunks.push(chunk);
  });
  return parts.map(({ head, chunks }) => ({ ...head, bytes: Buffer.concat(chunks) }));
}

const part = (head: string, content: string): string => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;

describe('the reader', () => {
  test('gives back what FormData wrote, in whatever pieces it arrives', async () => {
    // Contents out of the delimiter's own bytes: near misses at every position.
    const content = fc
      .array(fc.constantFrom('\r', '\n', '-', 'b', '\r\n--', '\u0000', 'x'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (contents, sizes) => {
          const form = new FormData();
          for (const [i, text] of contents.entries()) form.append('files', new Blob([text]), `${i}.bin`);
          const written = new Response(form);
          const boundary = boundaryOf(written.headers.get('content-type') ?? '') ?? '';
          const parts = await partsIn(new Uint8Array(await written.arrayBuffer()), sizes, boundary);
          expect(parts.map(({ filename, bytes }) => [filename, Buffer.from(bytes).toString()])).toEqual(
            contents.map((text, i) => [`${i}.bin`, text]),
          );
        },
      ),
    );
  });

  const heads: [string, Pick<Part, 'name' | 'filename'>][] = [
    ['name="files"; filename="a.pdf"', { name: 'files', filename: 'a.pdf' }],
    ['name=files; filename=a.pdf', { name: 'files', filename: 'a.pdf' }],
    ['filename="a.pdf"; name="files"', { name: 'files', filename: 'a.pdf' }],
    ['name="files"; filename="x; name=other"', { name: 'files', filename: 'x; name=other' }],
    ['name="files"; filename="Kontoauszug März.pdf"', { name: 'files', filename: 'Kontoauszug März.pdf' }],
    ['name="files"; filename="say \\"hi\\".pdf"', { name: 'files', filename: 'say "hi".pdf' }],
    ['name="files"; filename="say %22hi%22.pdf"', { name: 'files', filename: 'say "hi".pdf' }],
    ['name="files"; filename="C:\\dir\\a.pdf"', { name: 'files', filename: 'a.pdf' }],
    ['name="files"; filename="../../etc/passwd"', { name: 'files', filename: 'passwd' }],
    ['name="files"; filename="a\u0000b\u001b.pdf"', { name: 'files', filename: 'a b .pdf' }],
    ['name="files"; filename=""', { name: 'files', filename: '' }],
    ['name="request"', { name: 'request', filename: null }],
  ];
  test.each(heads)('%s', async (head, expected) => {
    const [only] = await partsIn(`${part(head, 'x')}--b--`);
    expect(only).toMatchObject(expected);
  });

  test.each([65_536, 1])('passes over a preamble and an epilogue, %i bytes at a time', async (size) => {
    const body = `preamble\r\n--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--\r\nepilogue`;
    expect((await partsIn(body, [size])).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([['a', '1']]);
  });

  const malformed: [string, string, RegExp][] = [
    ['nothing', '', /closing boundary/],
    ['another boundary', part('name="a"', 'x').replace('--b', '--c'), /closing boundary/],
    ['no closing boundary', part('name="a"', 'x'), /closing boundary/],
    ['cut off in a header', '--b\r\nContent-Disposition: form', /closing boundary/],
    ['text after a boundary', `--bx\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--`, /no Content-Disposition/],
    ['blanks after a boundary', `--b \t\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--`, /no Content-Disposition/],
    ['no headers', '--b\r\n\r\nx\r\n--b--', /no Content-Disposition/],
    ['no name', `${part('filename="x"', 'x')}--b--`, /expected Content-Disposition: form-data; name/],
    ['an attachment', `${part('name="a"', 'x').replace('form-data', 'attachment')}--b--`, /expected Content-Disposition: form-data; name/],
    ['a part that ends in its headers', '--b\r\nContent-Disposition: form-data; name="a"\r\n--b--', /no headers/],
    ['more headers than are kept', part('name="a"', 'x').replace('--b', `--b${'\r\nA: b'.repeat(20_000)}`), /no Content-Disposition/],
  ];
  test.each(malformed)('refuses %s', async (_, body, message) => {
    await expect(partsIn(body)).rejects.toThrow(message);
  });

  const refuse = (): never => {
    throw new Error('refused');
  };
  const refusing: [string, () => Take][] = [
    ['a part', refuse],
    ['its content', () => refuse],
  ];
  test.each(refusing)('reads no further once %s is refused', async (_, open) => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n');
        for (;;) yield Buffer.alloc(10_000);
      } finally {
        closed = true;
      }
    }
    await expect(readParts(endless(), 'b', open)).rejects.toThrow('refused');
    expect(closed).toBe(true);
  });

  test('a sender that breaks off is the error it was', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf');
      throw new Error('gone');
    }
    await expect(readParts(broken(), 'b', () => () => {})).rejects.toThrow('gone');
  });

  const contentTypes: [string, string | null][] = [
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; boundary="a b;c"', 'a b;c'],
    ['multipart/form-data; charset=utf-8; BOUNDARY=abc', 'abc'],
    ['multipart/form-data', null],
    ['multipart/form-data; boundary=', null],
    [`multipart/form-data; boundary=${'x'.repeat(71)}`, null],
  ];
  test.each(contentTypes)('boundary of %s', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});

describe('POST /jobs', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open();
  });
  afterAll(() => api.close());

  const REQUEST = { use_case: 'slip', ix_client_id: 'uploader' };

  function formOf(...parts: [name: string, content: unknown, filename?: string][]): FormData {
    const form = new FormData();
    for (const [name, content, filename] of parts) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      if (filename === undefined) form.append(name, text);
      else form.append(name, new Blob([text]), filename);
    }
    return form;
  }

  const upload = (form: FormData, headers: Record<string, string> = {}): Promise<Response> =>
    Promise.resolve(api.app.request('/jobs', { method: 'POST', body: form, headers }));

  const idOf = (content: string): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;

  async function storedFiles(): Promise<Map<string, string>> {
    const { rows } = await sql<{ file_id: string; bytes: Buffer }>`SELECT file_id, bytes FROM ix_file_pieces WHERE number = 0`.execute(
      api.em.getKysely(),
    );
    return new Map(rows.map(({ file_id, bytes }) => [file_id, bytes.toString()]));
  }

  test('files follow those of the request, in order, and are stored with the job', async () => {
    const request = { ...REQUEST, context: { files: ['https://files.example.com/first.pdf'] } };
    const response = await upload(formOf(['request', request], ['files', 'one', 'a.txt'], ['files', 'two', 'b.txt']));
    expect(response.status).toBe(201);
    expect(JobSchema.parse(await response.json()).request.context.files).toEqual([
      { url: 'https://files.example.com/first.pdf', headers: {}, max_bytes: null, display_name: null, password: null },
      { file_id: idOf('one'), display_name: 'a.txt', password: null },
      { file_id: idOf('two'), display_name: 'b.txt', password: null },
    ]);
    const stored = await storedFiles();
    expect([stored.get(idOf('one')), stored.get(idOf('two'))]).toEqual(['one', 'two']);
  });

  test('what the request says of a file that comes with it stands in one entry, and the password is not shown', async () => {
    const request = { ...REQUEST, context: { files: [{ file_id: idOf('locked'), password: 'secret words' }] } };
    const response = await upload(formOf(['request', request], ['files', 'locked', 'a.pdf'], ['files', 'open', 'b.pdf']));
    expect(response.status).toBe(201);
    const text = await response.text();
    expect(text).not.toContain('secret words');
    expect(JobSchema.parse(JSON.parse(text)).request.context.files).toEqual([
      { file_id: idOf('locked'), display_name: 'a.pdf', password: '***' },
      { file_id: idOf('open'), display_name: 'b.pdf', password: null },
    ]);
    const { rows } = await sql<{ password: string }>`
      SELECT request #>> '{context,files,0,password}' AS password FROM ix_jobs WHERE request #>> '{context,files,0,file_id}' = ${idOf('locked')}
    `.execute(api.em.getKysely());
    expect(rows).toEqual([{ password: 'secret words' }]);
  });

  test('the parts may come in any order', async () => {
    const response = await upload(formOf(['files', 'early', 'a.txt'], ['request', REQUEST]));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ display_name: 'a.txt' });
  });

  test('the same file twice is stored once and stands in the request twice', async () => {
    const response = await upload(formOf(['request', REQUEST], ['files', 'twin', 'a.txt'], ['files', 'twin', 'b.txt']));
    expect(response.status).toBe(201);
    const { request } = JobSchema.parse(await response.json());
    expect(request.context.files).toMatchObject([{ file_id: idOf('twin') }, { file_id: idOf('twin') }]);
  });

  test('sent again with another file the request differs', async () => {
    const request = { ...REQUEST, request_id: 'upload-again' };
    await upload(formOf(['request', request], ['files', 'original', 'a.txt']));
    const same = await upload(formOf(['request', request], ['files', 'original', 'a.txt']));
    expect([same.status, same.headers.get('ix-request-differs')]).toEqual([200, 'false']);
    const other = await upload(formOf(['request', request], ['files', 'changed', 'a.txt']));
    expect([other.status, other.headers.get('ix-request-differs')]).toEqual([200, 'true']);
  });

  test('a form in which no file was chosen is a request without files', async () => {
    const request = { ...REQUEST, context: { texts: ['Total 1.00'] } };
    const body = `${part('name="request"', JSON.stringify(request))}${part('name="files"; filename=""', '')}--b--`;
    const response = await api.app.request('/jobs', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    });
    expect(response.status).toBe(201);
    expect(JobSchema.parse(await response.json()).request.context.files).toEqual([]);
  });

  test('an empty file with a name is a file', async () => {
    const response = await upload(formOf(['request', REQUEST], ['files', '', 'empty.txt']));
    expect(JobSchema.parse(await response.json()).request.context.files).toEqual([
      { file_id: idOf(''), display_name: 'empty.txt', password: null },
    ]);
  });

  test('a file of exactly the limit is taken', async () => {
    const response = await upload(formOf(['request', REQUEST], ['files', 'x'.repeat(MAX_FILE_BYTES), 'full.txt']));
    expect(response.status).toBe(201);
  });

  test('a file over the limit is 413 and names the file and the setting', async () => {
    const response = await upload(formOf(['request', REQUEST], ['files', 'x'.repeat(MAX_FILE_BYTES + 1), 'big.txt']));
    expect(response.status).toBe(413);
    const { detail } = ProblemSchema.parse(await response.json());
    expect(detail).toBe(`part "files", "big.txt" (IX_FILE_MAX_BYTES): expected at most ${MAX_FILE_BYTES} bytes`);
  });

  const refused: [string, FormData, number, object][] = [
    ['no request', formOf(['files', 'x', 'a.txt']), 422, { errors: [{ parameter: 'request' }] }],
    ['two requests', formOf(['request', REQUEST], ['request', REQUEST]), 422, { errors: [{ parameter: 'request' }] }],
    ['an unknown part', formOf(['request', REQUEST], ['file', 'x', 'a.txt']), 422, { errors: [{ parameter: 'file' }] }],
    [
      'a request that is no JSON',
      formOf(['request', 'use_case=slip']),
      400,
      { detail: expect.stringMatching(/^part "request": expected JSON/) },
    ],
    ['a request with a fault', formOf(['request', { use_case: 7 }]), 422, { errors: [{ pointer: '/use_case' }] }],
    [
      '101 files',
      formOf(['request', REQUEST], ...Array.from({ length: 101 }, (_, i): [string, string, string] => ['files', `${i}`, 'f'])),
      422,
      { errors: [{ parameter: 'files' }] },
    ],
    [
      '100 files and one named',
      formOf(
        ['request', { ...REQUEST, context: { files: ['https://x.example/'] } }],
        ...Array.from({ length: 100 }, (_, i): [string, string, string] => ['files', `${i}`, 'f']),
      ),
      422,
      { errors: [{ pointer: '/context/files' }] },
    ],
  ];
  test.each(refused)('refuses %s', async (_, form, status, problem) => {
    const response = await upload(form);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(problem);
  });

  test('a body larger than anything allowed is 413 by its Content-Length alone', async () => {
    const response = await upload(formOf(['request', REQUEST]), { 'Content-Length': '999999999' });
    expect(response.status).toBe(413);
    expect(ProblemSchema.parse(await response.json()).detail).toContain('IX_FILE_MAX_BYTES');
  });

  test('a Content-Type without boundary is 400', async () => {
    const init = { method: 'POST', body: 'x', headers: { 'Content-Type': 'multipart/form-data' } };
    const response = await api.app.request('/jobs', init);
    expect([response.status, ProblemSchema.parse(await response.json()).detail]).toEqual([400, expect.stringContaining('boundary')]);
  });
});
