/** Families that nothing is trained on: what has been learned is evaluated on them. One in five of each kind, the easy and the odd. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  'invoice-grid',
  'invoice-footer-seller',
  'invoice-row-end',
  'receipt-card',
  'receipt-labels-above',
  'statement-letter-column',
  'letter-row',
  'settlement-name-first',
  'settlement-coupon',
]);
