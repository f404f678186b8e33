/** The IX error codes: every way a job can end in error, as it is told to the caller. */

/** Code → the short, stable text that follows it in `response.error`. */
export const IX_ERRORS = {
  IX_000_000: 'request is null',
  IX_000_002: 'neither files nor texts given',
  IX_000_004: 'OCR artefacts requested but no files given',
  IX_000_005: 'file type not supported',
  IX_000_006: 'PDF has too many pages',
  IX_000_007: 'file could not be fetched',
  IX_000_008: 'file is unreadable or corrupt',
  IX_000_009: 'file needs a password',
  IX_001_000: 'nothing to extract from',
  IX_001_001: 'use case unknown or malformed',
  IX_002_000: 'inference backend unavailable or unexpected failure',
  IX_002_001: 'structured output did not parse',
  IX_003_000: 'cancelled',
  IX_003_001: 'gave up after too many attempts',
  IX_003_002: 'pipeline deadline exceeded',
  IX_003_003: 'deadline of the job passed',
} as const;

export type IxErrorCode = keyof typeof IX_ERRORS;
export const IX_ERROR_CODES = Object.keys(IX_ERRORS) as [IxErrorCode, ...IxErrorCode[]];

/** Thrown inside the pipeline and the acts; at the border it becomes `response.error` and `response.code`. */
export class IxError extends Error {
  readonly code: IxErrorCode;
  readonly detail: string | null;

  constructor(code: IxErrorCode, detail: string | null = null, options?: ErrorOptions) {
    super(detail === null ? `${code}: ${IX_ERRORS[code]}` : `${code}: ${IX_ERRORS[code]} (detail=${detail})`, options);
    this.name = 'IxError';
    this.code = code;
    this.detail = detail;
  }
}

/** Whatever was thrown, as an IxError; what we did not foresee is IX_002_000 with its message as detail. */
export function toIxError(thrown: unknown): IxError {
  if (thrown instanceof IxError) return thrown;
  return new IxError('IX_002_000', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
