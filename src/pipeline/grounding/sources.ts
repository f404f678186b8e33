/** A stretch of a document as the response shows it. */
import type { Source } from '../../contracts/response.ts';
import { spanAsSent } from '../reading/reading.ts';
import { boxOf } from './boxes.ts';
import type { Span } from './segments.ts';

export function toSource(span: Span): Source {
  const { segment } = span;
  const [start, end] = spanAsSent(segment, span.start, span.end);
  return {
    file_index: segment.page.file_index,
    page: segment.page.page_no,
    bounding_box: boxOf(span),
    snippet: segment.sent.text.slice(start, end),
    segment_id: segment.id,
    char_span: [start, end],
  };
}
