/** Inputs → what is submitted: URLs are named in the request, files go up beside it. */
import type { SubmissionInput } from '../contracts/request.ts';
import type { Input, LocalFile } from './inputs.ts';

export interface Packed {
  readonly submission: SubmissionInput;
  readonly uploads: readonly LocalFile[];
}

export function submissionOf(inputs: readonly Input[], rest: SubmissionInput): Packed {
  const urls = inputs.flatMap((input) => ('url' in input ? [input.url] : []));
  const uploads = inputs.flatMap((input) => ('url' in input ? [] : [input]));
  return { submission: { ...rest, context: { files: urls } }, uploads };
}
