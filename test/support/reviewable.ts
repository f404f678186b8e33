/** An answer with values that a person should look at: parts of a response, as the rules would give them. */
import type { FieldTrust, ResponseIX, Source, TrustLevel } from '../../src/contracts/response.ts';

const trusted = (level: TrustLevel, runnersUp: FieldTrust['runners_up'] = []): FieldTrust => ({
  level,
  probability: level === 'high' ? 0.999 : 0.8,
  reasons: level === 'high' ? [] : ['two amounts may be it'],
  why: ['a label beside it'],
  runners_up: runnersUp,
});

const source = (snippet: string, y: number): Source => ({
  file_index: 0,
  page: 1,
  bounding_box: [0.6, y, 0.75, y, 0.75, y + 0.02, 0.6, y + 0.02],
  snippet,
  segment_id: 'p1_l0',
  char_span: [0, snippet.length],
});

/** Of use case `invoice`: the number is sure, the gross amount may be another, the currency was left out, the due date is doubtful. */
export const REVIEWABLE: Partial<ResponseIX> = {
  use_case: 'invoice',
  ix_result: {
    result: { invoice_number: 'A-1', due_date: '2026-03-04', currency: null, gross_amount: '119.00', line_items: [{ amount: '100.00' }] },
    meta_data: { engine: 'rules', model_name: null, token_usage: null },
  },
  trust: {
    'result.invoice_number': trusted('high'),
    'result.due_date': trusted('check'),
    'result.currency': { ...trusted('none', [{ value: 'USD', probability: 0.6, sources: [source('$', 0.3)] }]), probability: 0.6 },
    'result.gross_amount': trusted('low', [{ value: '142.80', probability: 0.3, sources: [source('142.80', 0.5)] }]),
    'result.line_items.0.amount': trusted('high'),
  },
  needs_review: ['result.due_date', 'result.currency', 'result.gross_amount'],
};
