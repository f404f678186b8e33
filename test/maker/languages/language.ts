/** What a language brings to the documents made: the words that people there write, and the countries where they write them. */

/**
 * Lists with bars between, what is written most first. They are gathered from habit, not from `src/pipeline/locales`, which they try.
 * Holes: {n} number, {date}, {a} {b} ends of a period, {r} rate, {amt} amount, {days}, {city}, {name}.
 */
export interface Phrasebook {
  // Invoices: titles and the labels of the head.
  readonly invoice: string;
  readonly credit_note: string;
  /** A title that holds the number, and one that holds the date too. */
  readonly title_number: string;
  readonly title_dated: string;
  readonly number: string;
  readonly date: string;
  readonly due: string;
  readonly delivery: string;
  readonly order: string;
  readonly customer: string;
  /** Labels of dates and references that no field asks for. */
  readonly other_date: string;
  readonly other_reference: string;
  readonly contact: string;
  // Parties.
  readonly seller: string;
  readonly buyer: string;
  readonly ship_to: string;
  readonly vat_id: string;
  readonly buyer_vat_id: string;
  readonly tax_number: string;
  // Sums.
  readonly lines_total: string;
  readonly discount: string;
  readonly shipping: string;
  readonly net: string;
  /** With the rate, and without. */
  readonly tax_rate: string;
  readonly tax: string;
  readonly gross: string;
  readonly paid: string;
  readonly balance: string;
  readonly included_tax: string;
  readonly currency_note: string;
  readonly no_tax: string;
  // Headings.
  readonly h_pos: string;
  readonly h_code: string;
  readonly h_item: string;
  readonly h_qty: string;
  readonly h_unit: string;
  readonly h_price: string;
  readonly h_rate: string;
  readonly h_base: string;
  readonly h_tax: string;
  readonly h_amount: string;
  readonly h_date: string;
  // Payment.
  readonly iban: string;
  readonly bic: string;
  readonly bank: string;
  readonly holder: string;
  readonly due_sentence: string;
  readonly days_sentence: string;
  /** Sentences with a date that is none of the fields'. */
  readonly date_sentence: string;
  readonly place_date: string;
  // Around.
  readonly intro: string;
  readonly thanks: string;
  readonly page: string;
  readonly carried: string;
  readonly phone: string;
  readonly email: string;
  readonly web: string;
  readonly manager: string;
  // Receipts.
  readonly r_title: string;
  readonly r_number: string;
  readonly r_date: string;
  readonly r_time: string;
  readonly cashier: string;
  readonly till: string;
  readonly r_subtotal: string;
  readonly r_total: string;
  readonly r_tax: string;
  readonly r_net: string;
  readonly r_tip: string;
  readonly r_change: string;
  readonly r_rounding: string;
  readonly r_items: string;
  /** What was handed over: words for cash, and words that do not say what it was. */
  readonly r_cash: string;
  readonly r_given: string;
  readonly methods: string;
  readonly r_return: string;
  readonly r_thanks: string;
  readonly goods: string;
  // Statements.
  readonly s_title: string;
  readonly s_period: string;
  readonly s_period_label: string;
  readonly s_date: string;
  readonly s_number: string;
  readonly s_account: string;
  readonly s_owner: string;
  readonly s_opening: string;
  readonly s_closing: string;
  readonly s_currency: string;
  readonly s_limit: string;
  readonly h_value: string;
  readonly h_text: string;
  readonly h_debit: string;
  readonly h_credit: string;
  readonly h_sum: string;
  readonly h_balance: string;
  readonly bookings: string;
  readonly checking: string;
  readonly savings: string;
  readonly credit: string;
  /** Letters behind amounts: debit, credit. */
  readonly debit_mark: string;
  readonly credit_mark: string;
  // Letters.
  readonly l_ours: string;
  readonly l_yours: string;
  readonly l_date: string;
  readonly l_subject: string;
  readonly subjects: string;
  readonly salutation: string;
  readonly body: string;
  readonly closing: string;
  // Securities.
  readonly t_buy: string;
  readonly t_sell: string;
  readonly t_dividend: string;
  readonly t_ex_date: string;
  readonly t_per_share: string;
  readonly t_name: string;
  readonly t_shares: string;
  readonly t_price: string;
  readonly t_gross: string;
  readonly t_fees: string;
  readonly t_debit: string;
  readonly t_credit: string;
  readonly t_trade_date: string;
  readonly t_value_date: string;
  readonly t_time: string;
  readonly t_venue: string;
  readonly t_depot: string;
  readonly t_sentence: string;
  /** Units of shares, before or behind their number. */
  readonly t_unit: string;
}
export type WordKey = keyof Phrasebook;

export interface Country {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  /** Signs beside the ISO code; null where a sign alone would say too little. */
  readonly sign: string;
  readonly signAlone: boolean;
  readonly rates: readonly [full: number, ...lower: number[]];
  readonly forms: string;
  readonly cities: string;
  /** `{p}` the post code, `{c}` the city; `shape` of a post code. */
  readonly cityLine: string;
  readonly postCode: string;
  /** `{s}` the street's name, `{h}` the house number. */
  readonly streetLine: string;
  readonly streets: string;
  readonly phones: string;
  readonly domain: string;
  /** Shapes; `1` of the check digits is left to chance. */
  readonly vatId: string;
  readonly taxNumber: string;
  readonly register: string;
  /** Shape of the BBAN; empty where accounts have no IBAN. */
  readonly bban: string;
  readonly bankCode: string;
  readonly banks: string;
  /** How often it is drawn among the countries of its language, and for receipts where that differs. */
  readonly weight: number;
  readonly receipts?: number;
  /** Decimal sign and group signs, what is written most first. */
  readonly decimal: ',' | '.';
  readonly groups: readonly string[];
  readonly dates: string;
}

export interface Language {
  readonly code: string;
  readonly words: Phrasebook;
  /** Monday first. */
  readonly weekdays: string;
  readonly months: string;
  readonly shortMonths: string;
  readonly first: string;
  readonly last: string;
  /** Parts of made-up names of companies. */
  readonly stems: string;
  readonly trades: string;
  /** `{L}` last name, `{M}` another, `{S}` stem, `{T}` trade, `{C}` city, `{F}` legal form, `{V}` first name, `{A}` capitals. */
  readonly companies: string;
  /** Things and services as an invoice lists them, and what they are counted in. */
  readonly products: string;
  readonly units: string;
  readonly countries: readonly Country[];
}

const lists = new Map<string, readonly string[]>();

/** The entries of a list with bars between. */
export function entries(list: string): readonly string[] {
  let known = lists.get(list);
  if (known === undefined) {
    known = list.split('|').map((entry) => entry.trim());
    lists.set(list, known);
  }
  return known;
}
