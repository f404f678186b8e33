import { afterAll, describe, expect, test } from 'vitest';
import { drawPdf, write } from './drawn-pdf.ts';
import { bombPage, rawPdf } from './raw-pdf.ts';
import { createReader } from './reader.ts';

const reader = createReader({ threads: 1, maxHeapMb: 96, pdfMaxPages: 100 });
afterAll(() => reader.close());

const never = new AbortController().signal;
const page = (text: string) => ({ content: `BT /F1 12 Tf 72 700 Td (${text}) Tj ET` });
/** Drawing it would go on for years, were it not for the limits. */
const bomb = bombPage(10, 12, 'BT /F1 12 Tf 72 700 Td (boom) Tj ET');
const fine = rawPdf([page('fine')]);

/** The one thread reads again: what was before did it no harm. */
async function expectNextDocumentWorks(): Promise<void> {
  const { pages } = await reader.read(fine, never);
  expect(pages.map((each) => each.lines.map((line) => line.text))).toEqual([['fine']]);
}

describe('documents', () => {
  test('a PDF is read page by page, and says so', async () => {
    const progress: [number, number][] = [];
    const bytes = rawPdf(['one', 'two', 'three'].map(page));
    const reading = await reader.read(bytes, never, (...at) => progress.push(at));
    expect(reading).toMatchObject({ unread: [] });
    expect(reading.pages.map(({ page_no, file_index, lines }) => [page_no, file_index, lines[0]?.text])).toEqual([
      [1, 0, 'one'],
      [2, 0, 'two'],
      [3, 0, 'three'],
    ]);
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(bytes).toEqual(rawPdf(['one', 'two', 'three'].map(page)));
  });

  test('a page without text is a page without lines, and told', async () => {
    const { pages, unread } = await reader.read(rawPdf([page('text'), { content: '0 0 100 100 re f' }]), never);
    expect(pages.map(({ lines }) => lines.length)).toEqual([1, 0]);
    expect(unread).toEqual([{ file_index: 0, page_no: 2, reason: 'page 2 has no text; it looks like a scan and was not read' }]);
  });

  test.each([
    ['small', 'Größe 1'],
    ['large', 'Größe 1\n'.repeat(20_000)],
  ])('a %s text is read', async (_, text) => {
    const { pages } = await reader.read(Buffer.from(text, 'latin1'), never);
    expect(pages.every(({ origin }) => origin === 'text')).toBe(true);
    expect(new Set(pages.flatMap(({ lines }) => lines.map((line) => line.text)))).toEqual(new Set(['Größe 1']));
    expect(pages[0]?.lines).toHaveLength(text.trimEnd().split('\n').length);
  });

  test('many at once all come back, each with its own', async () => {
    const readings = await Promise.all(Array.from({ length: 12 }, (_, n) => reader.read(rawPdf([page(`number ${n}`)]), never)));
    expect(readings.map(({ pages }) => pages[0]?.lines[0]?.text)).toEqual(Array.from({ length: 12 }, (_, n) => `number ${n}`));
  });

  test('a password only for the owner keeps nobody from reading', async () => {
    const bytes = await drawPdf([(doc) => write(doc, 'open', 72, 72)], { ownerPassword: 'secret' });
    expect((await reader.read(bytes, never)).pages[0]?.lines[0]?.text).toBe('open');
  });
});

describe('faults', () => {
  test('100 pages are read, 101 are not', async () => {
    const pages = (count: number) => rawPdf(Array.from({ length: count }, (_, n) => page(`page ${n + 1}`)));
    expect((await reader.read(pages(100), never)).pages).toHaveLength(100);
    await expect(reader.read(pages(101), never)).rejects.toMatchObject({
      code: 'IX_000_006',
      detail: 'file 0: 101 pages, at most 100 are read',
    });
  });

  test('a password is asked for', async () => {
    const bytes = await drawPdf([(doc) => write(doc, 'closed', 72, 72)], { userPassword: 'secret', pdfVersion: '1.7' });
    await expect(reader.read(bytes, never)).rejects.toMatchObject({
      code: 'IX_000_009',
      detail: 'file 0: the PDF opens only with a password; send it as `password` of the file',
    });
  });

  test.each([
    ['only a header', Buffer.from('%PDF-1.7\n')],
    ['a header and noise', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 0x9c)])],
    ['cut off before its first page', fine.subarray(0, 200)],
    ['no pages', rawPdf([])],
  ])('corrupt: %s', async (_, bytes) => {
    await expect(reader.read(bytes, never)).rejects.toMatchObject({ code: 'IX_000_008' });
    await expectNextDocumentWorks();
  });

  test('cut off at every tenth: read or refused, never a crash', async () => {
    const whole = rawPdf([page('whole')]);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, tenth) =>
        reader.read(whole.subarray(0, Math.ceil((whole.length * (tenth + 1)) / 10)), never).then(
          ({ pages }) => pages[0]?.lines[0]?.text,
          (error) => error.code,
        ),
      ),
    );
    expect(outcomes.at(0)).toBe('IX_000_008');
    expect(outcomes.at(-1)).toBe('whole');
    expect(outcomes.filter((outcome) => !['whole', 'IX_000_008'].includes(outcome))).toEqual([]);
  });

  test('a PDF that eats memory ends itself, not the process', async () => {
    await expect(reader.read(rawPdf([bomb]), never)).rejects.toMatchObject({
      code: 'IX_000_008',
      detail: 'file 0: the PDF is damaged, or takes more than 96 MiB to read (IX_PIPELINE_THREAD_MB)',
    });
    await expectNextDocumentWorks();
  });

  test.each([
    ['too many words', Buffer.from('a '.repeat(3_000_000)), 'file 0: the text has more than 192000 lines and words'],
    ['too many lines', Buffer.alloc(3_000_000, '\n'), 'file 0: the text has more than 192000 lines and words'],
    ['too many pages', Buffer.from('a\f'.repeat(1_500_000)), 'file 0: the text has more than 192000 lines and words'],
    [
      'too many bytes',
      Buffer.alloc(6_291_457, 'a'),
      'file 0: a text of 6291457 bytes is too long for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)',
    ],
    [
      'too many characters on a page',
      rawPdf([{ content: `BT /F1 1 Tf 1 700 Td ${`(${'a'.repeat(1000)}) Tj `.repeat(97)} ET` }]),
      'file 0: the PDF has 97000 characters on page 1, too many for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)',
    ],
    [
      'too many words in a PDF',
      rawPdf(
        Array.from({ length: 5 }, () => ({
          content: `BT /F1 1 Tf 1 700 Td ${`(${'a '.repeat(1000)}) Tj `.repeat(24)} ET`,
          mediaBox: [0, 0, 99_999, 842],
        })),
      ),
      'file 0: the PDF has more than 96000 words, too many for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)',
    ],
  ])('%s: refused before the memory runs out', async (_, bytes, detail) => {
    await expect(reader.read(bytes, never)).rejects.toMatchObject({ code: 'IX_000_008', detail });
    await expectNextDocumentWorks();
  });
});

describe('cancelling', () => {
  test('kills the thread in the middle of a document, with the caller’s reason; the next document works', async () => {
    const controller = new AbortController();
    const reason = new Error('deadline');
    const pages: number[] = [];
    const reading = reader.read(rawPdf([page('one'), bomb]), controller.signal, (at) => {
      pages.push(at);
      controller.abort(reason);
    });
    await expect(reading).rejects.toBe(reason);
    expect(pages).toEqual([1]);
    await expectNextDocumentWorks();
  });

  test('takes a document out of the queue without touching the one that is read', async () => {
    const controller = new AbortController();
    const first = reader.read(fine, never);
    const second = reader.read(rawPdf([page('two')]), controller.signal);
    controller.abort(new Error('not needed'));
    await expect(second).rejects.toThrow('not needed');
    expect((await first).pages).toHaveLength(1);
  });

  test('before the start, nothing is read', async () => {
    await expect(reader.read(fine, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  test('closing ends what is being read', async () => {
    const closing = createReader({ threads: 1, maxHeapMb: 96, pdfMaxPages: 100 });
    const started = Promise.withResolvers<void>();
    const reading = closing.read(rawPdf([page('one'), bomb]), never, () => started.resolve());
    const outcome = reading.then(
      () => 'read',
      (error) => error.code,
    );
    await started.promise;
    await closing.close();
    expect(await outcome).toBe('IX_000_008');
  });
});
