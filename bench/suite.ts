/** What a suite gets and gives. */
import type { Server } from './database.ts';
import type { Row } from './table.ts';

export interface SuiteContext {
  readonly server: Server;
  /** Smaller and shorter: to see that it works, not how fast it is. */
  readonly quick: boolean;
  /** Alternating runs of each row, 5 or more. */
  readonly rounds: number;
  /** Most rows of history. */
  readonly maxRows: number;
  /** How long the snapshot of the suite `store` is held. */
  readonly heldSeconds: number;
  /** PDFs for the suite `pdfs`; null: the samples. */
  readonly documentsDir: string | null;
  /** Where files beside the table go. */
  readonly resultsDir: string;
  /** Tells a person what is being done. */
  readonly say: (line: string) => void;
}

export interface SuiteResult {
  readonly rows: readonly Row[];
  /** Lines under the table. */
  readonly notes: readonly string[];
  /** Something required that is no row. */
  readonly failed: boolean;
}

export type Suite = (context: SuiteContext) => Promise<SuiteResult>;
