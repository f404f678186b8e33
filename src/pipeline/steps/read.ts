/** Read: every file and text becomes pages of lines; each line is a segment. */
import type { Page } from '../../contracts/response.ts';
import { readText } from '../reading/text.ts';
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
    const unread = documents.flatMap((document, file_index) => document.unread.map((part) => ({ ...part, file_index })));
    context.warnings.push(
      ...unread.map(({ file_index, reason }) => `${fileName(file_index, files[file_index]?.displayName ?? null)}: ${reason}`),
    );
    const pages = [
      ...documents.flatMap((document, index) => document.pages.map((page): Page => ({ ...page, file_index: index }))),
      ...texts.flatMap((text, index) => readText(text).map((page): Page => ({ ...page, file_index: files.length + index }))),
    ];
    context.reading = { pages, unread };
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
