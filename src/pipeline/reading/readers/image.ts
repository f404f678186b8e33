/** Reads pictures, once their pages have been recognised. */
import { IxError } from '../../../contracts/errors.ts';
import type { Page } from '../../../contracts/response.ts';
import { layOut } from '../layout.ts';
import { pictureSize } from '../ocr/images.ts';
import { frameOf } from '../ocr/straightening.ts';
import { nothingRead, type Reader } from './reader.ts';

/** IX_000_008, too, where it is too large. */
export const imageReader: Reader = {
  async read({ bytes }, { limits, recognised }) {
    const first = await pictureSize(bytes, 1);
    if (first.pages > limits.maxPages) throw new IxError('IX_000_006', `${first.pages} pages, at most ${limits.maxPages} are read`);
    const reading = nothingRead();
    const failures: string[] = [];
    for (let page_no = 1; page_no <= first.pages; page_no++) {
      const { width, height } = page_no === 1 ? first : await pictureSize(bytes, page_no);
      const blank: Page = { page_no, file_index: 0, width, height, unit: 'pixel', origin: 'ocr', rotation: 0, lines: [] };
      const page = recognised?.get(page_no);
      const unread = (why: string) => reading.unread.push({ file_index: 0, page_no, reason: `page ${page_no} ${why}` });
      reading.pages.push(page === undefined || 'failed' in page ? blank : { ...blank, ...frameOf(page), lines: layOut([], page.words) });
      if (recognised === null) unread('is a picture and was not read: OCR is switched off');
      else if (page === undefined) reading.wanted.push({ page_no, straighten: true });
      else if ('failed' in page) {
        failures.push(page.failed);
        unread(`could not be read: ${page.failed}`);
      } else {
        if (page.words.length === 0) unread('has no text that OCR could read');
        if (page.turn !== 0 || page.angle !== 0) reading.straightened.push({ page_no, turn: page.turn, angle: page.angle });
      }
    }
    const [failure] = failures;
    if (failure !== undefined && failures.length === first.pages) throw new IxError('IX_000_008', failure);
    return reading;
  },
};
