/** Read: every file and text becomes pages of lines; each line is a segment. */
import type { Page } from '../../contracts/response.ts';
import { readText } from '../documents/text.ts';
import { readingOf } from '../reading.ts';
import { fileName, ofFile } from './of-file.ts';
import type { Context, Step } from './step.ts';
import { together } from './together.ts';

export const read: Step = {
  name: 'read',

  validate: () => 'run',

  async process(context) {
    const { files } = context;
    const { texts } = context.request.context;
    const documents = await readFiles(context);
    const warnings = documents.flatMap(({ warnings }, index) =>
      warnings.map((warning) => `${fileName(index, files[index]?.displayName ?? null)}: ${warning}`),
    );
    context.warnings.push(...warnings);
    const pages = [
      ...documents.flatMap((document, index) => document.pages.map((page): Page => ({ ...page, file_index: index }))),
      ...texts.flatMap((text, index) => readText(text).map((page): Page => ({ ...page, file_index: files.length + index }))),
    ];
    const engines = new Set([...documents.map(({ engine }) => engine), ...(texts.length > 0 ? ['text'] : [])]);
    context.reading = readingOf(pages, [...engines]);
    // The bytes have served: a job of many files should not hold them while its model thinks.
    context.files = [];
  },
};

function readFiles({ deps, files, run, signal }: Context) {
  const progress = files.map(() => ({ page: 0, pages: 0 }));
  const tell = (index: number, page: number, pages: number) => {
    progress[index] = { page, pages };
    const sum = (of: 'page' | 'pages') => progress.reduce((total, file) => total + file[of], 0);
    run.onProgress?.({ step: read.name, page: sum('page'), pages: sum('pages') });
  };
  return together(files, signal, (file, index, either) =>
    ofFile(index, file.displayName, () => deps.reader.read(file.bytes, either, (page, pages) => tell(index, page, pages))),
  );
}
