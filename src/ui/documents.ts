/** What the documents of a job are called. */
import type { Job } from '../contracts/job.ts';
import { visible } from './show.ts';
import { commonWords } from './words/common.ts';

/** In the order of `file_index`: its files, then its texts. */
export function documentNames({ request }: Pick<Job, 'request'>): string[] {
  const { files, texts } = request.context;
  const names = [
    ...files.map((file, i) => file.display_name ?? ('url' in file ? lastPart(file.url) : commonWords().fileNumber(i + 1))),
    ...texts.map((_, i) => commonWords().textNumber(i + 1)),
  ];
  return names.map(visible);
}

const lastPart = (url: string): string =>
  url
    .split(/[?#]/)[0]
    ?.split('/')
    .findLast((part) => part !== '') ?? url;

/** Where a source is, in words; of several documents it is said which. */
export function placeWords(names: readonly string[], { file_index, page }: { readonly file_index: number; readonly page: number }): string {
  const w = commonWords();
  return names.length > 1 ? w.pageOf(page, names[file_index] ?? w.documentNumber(file_index + 1)) : w.page(page);
}
