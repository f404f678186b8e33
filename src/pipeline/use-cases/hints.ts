/**
 * What the rules engine knows about fields beyond their type and labels, by field name: a table, so that a use case of the user's
 * own whose fields bear these names is served the same. No name stands in the engine.
 */

/** What a string field holds; each kind has its own way to be found and checked. */
export type StringKind =
  | 'iban'
  | 'bic'
  | 'vat_id'
  | 'currency'
  | 'reference'
  | 'time'
  | 'email'
  | 'phone'
  | 'url'
  | 'party'
  | 'word'
  | 'text';

/** Whose name a `party` field holds. */
export type PartyRole = 'seller' | 'buyer' | 'bank' | 'merchant';

export interface FieldHint {
  readonly kind?: StringKind;
  readonly role?: PartyRole;
  /**
   * Words that introduce the value in running text, on the same line or at the end of the line before: never as heading of a
   * column or form field. `…` stands for up to 40 characters of other words.
   */
  readonly phrases?: readonly string[];
  /** Which end of a range of dates this field is. */
  readonly part?: 'start' | 'end';
  /**
   * A date or time without a label may be this one: `head`: alone in the head of the first page ("Chur, 5. Mai 2026");
   * `anywhere`: also as the only one of the document.
   */
  readonly standsAlone?: 'head' | 'anywhere';
  /** It belongs to the head of the document: of several, the uppermost counts. */
  readonly inHead?: boolean;
  /** It stands before the bookings of a statement: what stands among them is another's. */
  readonly beforeBookings?: boolean;
  /** Whose account or number it is not: such words before the label, or such a party's block around it, rule a value out. */
  readonly notOf?: PartyRole;
  /** For `choices` and for kind `word`: what documents say for each value; the value itself stands for itself. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
}

/** What a statement says before its period in running text. */
const PERIOD = [
  'Kontoauszug',
  'Account statement',
  'Kontoauszug … vom',
  'Auszug … vom',
  'Umsätze … vom',
  'Buchungen … vom',
  'Zeitraum vom',
  'Zeitraum … vom',
  'Statement for',
  'Statement … from',
  'Transactions … from',
  'Activity … from',
  'for the period',
];

export const HINTS: Readonly<Record<string, FieldHint>> = {
  invoice_number: {
    kind: 'reference',
    inHead: true,
    phrases: [
      'Rechnung Nr.',
      'Rechnung #',
      'Rechnung … Nr.',
      'Rechnung',
      'Gutschrift Nr.',
      'Gutschrift … Nr.',
      'Rechnungskorrektur',
      'Invoice #',
      'Invoice No.',
      'Invoice',
      'Credit note',
    ],
  },
  invoice_date: {
    inHead: true,
    phrases: [
      'Rechnung … vom',
      'Rechnung … von',
      'Gutschrift … vom',
      'Rechnungskorrektur … vom',
      'Invoice … dated',
      'Invoice … issued at',
      'Invoice … issued on',
      'Invoice … of',
    ],
    standsAlone: 'head',
  },
  due_date: {
    phrases: [
      'zahlbar bis',
      'zahlbar … netto bis',
      'zahlbar ohne Abzug bis',
      'zahlbar ohne Abschlag bis',
      'zahlbar bis spätestens',
      'überweisen … bis zum',
      'überweisen … bis spätestens',
      'bezahlen … bis zum',
      'zu zahlen bis',
      'Zahlungseingang bis',
      'fällig am',
      'fällig zum',
      'remit until',
      'remit by',
      'please pay by',
      'pay … by',
      'payable by',
      'payment is due by',
      'payment is due on',
      'due on',
      'due by',
    ],
  },
  delivery_date: { phrases: ['Lieferung vom', 'Leistung vom', 'geliefert am', 'delivered on'] },
  seller_name: { kind: 'party', role: 'seller' },
  buyer_name: { kind: 'party', role: 'buyer' },
  merchant_name: { kind: 'party', role: 'merchant' },
  bank_name: { kind: 'party', role: 'bank' },
  seller_vat_id: { kind: 'vat_id', notOf: 'buyer' },
  vat_id: { kind: 'vat_id' },
  buyer_vat_id: { kind: 'vat_id', notOf: 'seller' },
  iban: { kind: 'iban', notOf: 'buyer' },
  account_iban: { kind: 'iban', inHead: true, beforeBookings: true },
  bic: { kind: 'bic', notOf: 'buyer' },
  currency: { kind: 'currency' },
  order_number: { kind: 'reference', phrases: ['Bestellung Nr.', 'Bestellung', 'Your order', 'Purchase order', 'Order No.'] },
  customer_number: { kind: 'reference' },
  statement_date: {
    inHead: true,
    phrases: ['Kontoauszug vom', 'Kontoauszug … vom', 'Auszug … vom', 'Statement as of', 'Statement dated', 'Statement issued on'],
    standsAlone: 'head',
  },
  statement_period_start: { part: 'start', inHead: true, phrases: PERIOD },
  statement_period_end: { part: 'end', inHead: true, phrases: PERIOD },
  account_type: {
    words: {
      checking: [
        'Girokonto',
        'Kontokorrent',
        'Kontokorrentkonto',
        'Privatkonto',
        'Geschäftskonto',
        'Gehaltskonto',
        'Checking account',
        'Checking',
        'Current account',
      ],
      savings: ['Sparkonto', 'Sparbuch', 'Tagesgeldkonto', 'Tagesgeld', 'Savings account', 'Savings'],
      credit: [
        'Kreditkarte',
        'Kreditkartenkonto',
        'Kreditkonto',
        'Kreditkartenabrechnung',
        'Credit card',
        'Credit card account',
        'Credit account',
        'Credit',
      ],
    },
  },
  date: { standsAlone: 'anywhere' },
  time: { kind: 'time', standsAlone: 'anywhere' },
  payment_method: {
    kind: 'word',
    words: {
      '': [
        'Girocard',
        'EC-Karte',
        'EC-Cash',
        'EC',
        'Maestro',
        'V PAY',
        'Visa',
        'Mastercard',
        'American Express',
        'Amex',
        'Discover',
        'Kreditkarte',
        'Credit card',
        'Debitkarte',
        'Debit card',
        'Card',
        'Karte',
        'Kartenzahlung',
        'Bar',
        'Barzahlung',
        'Bargeld',
        'Cash',
        'PayPal',
        'Apple Pay',
        'Google Pay',
        'Twint',
        'Klarna',
        'Lastschrift',
        'Gutschein',
        'Gift card',
      ],
    },
  },
};

/** Headings of blocks that name somebody else, so that the lines below them are nobody's name here. */
export const OTHER_PARTIES: readonly string[] = [
  'Warenempfänger',
  'Lieferadresse',
  'Lieferanschrift',
  'Lieferung an',
  'Ship to',
  'Deliver to',
  'Delivery address',
  'Shipping address',
  'Zahlungsempfänger',
  'Payee',
  'Remit to',
  'Ansprechpartner',
  'Contact',
];

/** Words that say whose number follows: "Ihre USt-IdNr." is the buyer's, "Unsere …" the seller's. */
export const WHOSE: Readonly<Record<'seller' | 'buyer', readonly string[]>> = {
  buyer: [
    'Ihre',
    'Ihr',
    'Ihrem',
    'Ihrer',
    'Your',
    'Käufer',
    'Kunde',
    'Kunden',
    'Empfänger',
    'Buyer',
    'Customer',
    'Client',
    'Payer',
    'Zahlungspflichtiger',
    'Debitor',
  ],
  seller: ['Unsere', 'Unser', 'Unserer', 'Our', 'Verkäufer', 'Lieferant', 'Seller', 'Supplier', 'Vendor'],
};

/** Sums that documents state: found values that add up confirm each other, those that do not rule each other out. */
export type Check =
  /** All `parts` together are `total`. */
  | { readonly kind: 'sum'; readonly parts: readonly [string, string]; readonly total: string }
  /** The movements between the two balances lead from one to the other. */
  | { readonly kind: 'balance'; readonly opening: string; readonly closing: string };

export const CHECKS: readonly Check[] = [
  { kind: 'sum', parts: ['net_amount', 'tax_amount'], total: 'gross_amount' },
  { kind: 'balance', opening: 'opening_balance', closing: 'closing_balance' },
];
