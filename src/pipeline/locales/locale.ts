/** What a language brings: words, and nothing but words. A file `xx.ts` beside this one, named by its ISO 639-1 code, is one language. */

/** What a field is to its document. A use case declares it, and languages say how documents call it. */
export const ROLES = [
  'invoice_number',
  'invoice_date',
  'due_date',
  'delivery_date',
  'seller',
  'buyer',
  'other_party',
  'seller_vat_id',
  'buyer_vat_id',
  'currency',
  'total_net',
  'total_tax',
  'total_gross',
  'iban',
  'bic',
  'order_number',
  'customer_number',
  'bank',
  'account_iban',
  'account_type',
  'account_currency',
  'statement_date',
  'period_start',
  'period_end',
  'opening_balance',
  'closing_balance',
  'carried_forward',
  'merchant',
  'sale_date',
  'sale_time',
  'receipt_total',
  'receipt_tax',
  'payment_method',
  'sender',
  'recipient',
  'letter_date',
  'subject',
  'our_reference',
  'your_reference',
  'paid',
  'page',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * Things that no shipped use case asks for, and that documents of many languages name: a field one of whose labels is among the texts of
 * one is looked for by its other texts, too.
 */
export const CONCEPTS = ['trade_date', 'value_date', 'payment_date', 'ex_date', 'quantity', 'settlement_total', 'security_number'] as const;
export type Concept = (typeof CONCEPTS)[number];

/** Kinds of values that words of a label may give away: "Rechnungs-Nr." holds a reference. */
export type NamedKind = 'iban' | 'bic' | 'vat_id' | 'currency' | 'email' | 'phone' | 'url' | 'time' | 'reference' | 'rate';

/**
 * Texts are lists with bars or line breaks between them, words lists with blanks. Both are compared without case, accents and punctuation.
 * In a text `№` stands for each of `words.number`, and `…` for up to 40 characters of other words.
 */
export interface Locale {
  /** What documents call a field of this role: headings of forms and columns, the preferred one first. */
  readonly labels: Readonly<Partial<Record<Role, string>>>;
  /** What documents call a thing that no role stands for. */
  readonly synonyms?: Readonly<Partial<Record<Concept, string>>>;
  /** What introduces a value of this role in running text, and is never a heading. */
  readonly phrases: Readonly<Partial<Record<Role, string>>>;
  /** What documents say for a choice of a role: `account_type` → `savings` → texts. */
  readonly choices: Readonly<Partial<Record<Role, Readonly<Record<string, string>>>>>;
  /** Twelve lists of words, the short forms too. */
  readonly months: readonly string[];
  /** Seven lists of words, Monday first. */
  readonly weekdays: readonly string[];
  readonly dates: {
    /** What comes first where a date is figures with slashes. */
    readonly order: 'dmy' | 'mdy';
    /** Endings of a day that is counted: "1st". */
    readonly ordinals: string;
    /** Between day, month and year: "5 de mayo de 2026". */
    readonly glue: string;
    /** Between the two ends of a range. */
    readonly range: string;
    /** Before the first end of a range. */
    readonly from: string;
    /** Between a date and a time of day. */
    readonly at: string;
    /** Behind hours that are written with a point: "14.30 Uhr". */
    readonly hour: string;
    /** Between a place and a date: "Wien, den 5. Mai 2026". */
    readonly place: string;
  };
  readonly amounts: {
    /** The sign before decimals. */
    readonly decimal: '.' | ',';
    /** Words behind an amount that make it negative or positive on a statement. */
    readonly debit: string;
    readonly credit: string;
    /** ISO 4217 code → names. */
    readonly currencies: Readonly<Record<string, string>>;
  };
  readonly words: {
    /** Spellings of "number" as a part of a label. */
    readonly number: string;
    /** "Is", between a label and its value. */
    readonly is: string;
    readonly yes: string;
    readonly no: string;
    /** May stand between a label and its value without changing what is said: articles, prepositions, "is". */
    readonly fillers: string;
    /** Names of taxes. */
    readonly tax: string;
    /** With or without: they make the label after them a remark on the one before: "(inkl. USt.)". */
    readonly remark: string;
    /** Those of them that leave out what they name: "excl. VAT". */
    readonly without: string;
    /** Of a share: "19 % von". */
    readonly of: string;
    /** May stand before a label: articles, "your", "our". */
    readonly before: string;
    /** Point to another document: "Gutschrift zu Rechnung Nr. 4711". */
    readonly elsewhere: string;
    /** Other documents and persons, whose number or date a label right after them is: "Bestellung Nr.". */
    readonly others: string;
    /** Say whose number follows. */
    readonly buyers: string;
    readonly sellers: string;
    /** Before a street's name or at its end, or its end: "straße" ends "Hauptstraße". */
    readonly street: string;
    /** Begin a line of contact or register data. */
    readonly contact: string;
    /** Greet a person before the name. */
    readonly salutation: string;
    /** Open a letter, before the name or instead of it. */
    readonly greeting?: string;
    /** Send a letter into somebody's hands, before the name. */
    readonly attention: string;
    /** Head an address and are no name. */
    readonly addressee: string;
    /** Titles of documents, greetings, thanks: a line with one of them is no name. */
    readonly title: string;
    /** Make a name a bank's, as a word or as the end of one. */
    readonly bank: string;
    /** Beside an amount: it is a total. */
    readonly total: string;
    /** What an account holds on a day. */
    readonly balance?: string;
    /** Beside an amount: it is a part of the total. */
    readonly subtotal: string;
    /** Beside an amount: it was rounded, or by how much. */
    readonly rounding: string;
    /** Beside an amount: what a buyer gets back. */
    readonly change: string;
    /** Beside an amount: how it was paid, or what was handed over. */
    readonly tendered: string;
    /** Beside a number: it counts things. */
    readonly count: string;
    /** Beside an amount: it is taken off. */
    readonly discount: string;
    /** In a name: it is that of a shop or business. */
    readonly trade: string;
    /** In the label of a field: its number counts things, and is no money. */
    readonly quantity: string;
    /** In labels of what an account is charged with. */
    readonly charged: string;
    /** Before what a price is for: "per share". */
    readonly per: string;
    /** Parts that make another word of a compound's end: "Abrechnung" is no kind of "Rechnung". A word that begins with `-` is the end of such a part. */
    readonly prefixes: string;
  };
  /** Letters that are also written as two: `ä=ae`. */
  readonly digraphs: string;
  /** Legal forms of companies, with their capitals and points. */
  readonly legalForms: string;
  /** What words in a field's label say about the kind of its value. A word that begins with `-` is the end of one. */
  readonly kinds: Readonly<Partial<Record<NamedKind, string>>>;
}
