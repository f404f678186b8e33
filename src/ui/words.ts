/** Words of the pages that stand in no single place: what error codes mean for whoever reads them, and what to do. English. */
import type { IxErrorCode } from '../contracts/errors.ts';

/** What to do about a job that ended with the code; docs/jobs.md has it at length. */
export const ADVICE: Readonly<Record<IxErrorCode, string>> = {
  IX_000_000: 'Send a request.',
  IX_000_002: 'Add a file or a text, and submit again.',
  IX_000_004: 'Leave OCR options out: a text has nothing to recognise.',
  IX_000_005: 'Convert the file to PDF, or its text to UTF-8, and submit again.',
  IX_000_006: 'Split the document, or have the operator raise IX_PDF_MAX_PAGES.',
  IX_000_007:
    'The detail says why. Resubmit when the cause has gone; a private address needs IX_EGRESS_ALLOW, a file:// one IX_FILE_ROOTS.',
  IX_000_008: 'Open the file yourself, save it anew, smaller if it is large, and submit that.',
  IX_000_009: 'Submit the file without its password protection, or with the right password.',
  IX_001_000: 'The notes say which pages were not read, and why. Scan them anew, at 200 dpi or more, or switch OCR on.',
  IX_001_001: 'Correct the name of the use case or the field that the detail names, and submit again.',
  IX_002_000:
    'Where the detail begins with “the model server”, look at that server; else the worker’s log says what failed. Then resubmit.',
  IX_002_001: 'Use a larger model, fewer fields, or the engine “auto”, which never ends so.',
  IX_003_000: 'Resubmit it if that was a mistake.',
  IX_003_001: 'Look at the runs below and at what those workers logged last: they were killed, ran out of memory, or hung.',
  IX_003_002: 'Split the document, simplify the patterns of the use case, or have the operator raise IX_PIPELINE_REQUEST_TIMEOUT_SECONDS.',
  IX_003_003: 'Resubmit it if the answer is still wanted, with more time or a higher priority.',
};

/** What the codes say, short enough for a list. */
export const CAUSES: Readonly<Record<IxErrorCode, string>> = {
  IX_000_000: 'no request',
  IX_000_002: 'no document',
  IX_000_004: 'nothing for OCR',
  IX_000_005: 'type not read',
  IX_000_006: 'too many pages',
  IX_000_007: 'file not fetched',
  IX_000_008: 'file damaged',
  IX_000_009: 'password needed',
  IX_001_000: 'no text',
  IX_001_001: 'use case unknown',
  IX_002_000: 'model or ix failed',
  IX_002_001: 'model’s answer unusable',
  IX_003_000: 'cancelled',
  IX_003_001: 'workers lost',
  IX_003_002: 'took too long',
  IX_003_003: 'deadline passed',
};
