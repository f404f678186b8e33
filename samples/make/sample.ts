/** What a sample is: a document, the use case it is for, and what a careful reader would answer. */
import type { Sheet } from './sheet.ts';

export interface Sample {
  /** File name without its ending. */
  readonly name: string;
  readonly use_case: 'bank_statement_header' | 'invoice' | 'receipt';
  readonly sheet: Sheet;
  /** Every field of the use case; null where the document does not say. */
  readonly truth: Readonly<Record<string, string | null>>;
}
