/** What is known of a candidate for a field, by name: the only things that decide which one is the answer. */

/**
 * Each feature is a number, 0 where it is not said; most are 0 or 1. Their weights stand in `weights.json`, by kind of value and by
 * role, never by the name of a field: an integrator's own fields are decided by the same model.
 */
export const FEATURES = {
  label: { description: 'a label of the field leads to it' },
  rank: { description: 'how far down the list of the labels it stands, 0 to 1' },
  phrase: { description: 'its label is a phrase in running text' },
  loose: { description: 'its label is misread by a letter, or ends a longer word' },
  broken: { description: 'a sign parts its label from the words before' },
  compound: { description: 'its label is the end of a hyphenated word' },
  sentence: { description: 'its label stands within other words' },
  right: { description: 'it stands right of its label' },
  below: { description: 'it stands below its label' },
  next_line: { description: 'it begins the line after its label' },
  heading_line: { description: 'it stands in the line below a line of headings, in their order' },
  has_label: { description: 'it is a text in which the label of another field stands' },
  unparted: { description: 'it is a text that no sign parts from its label' },
  longer_heading: { description: 'its label begins a longer heading' },
  unit: { description: 'it counts things, and a unit stands beside it' },
  decimals: { description: 'it has decimals, and a unit stands beside it' },
  ambiguous_sign: { description: 'it is said by a sign that several currencies have' },
  nowhere_beside: { description: 'no amount has it beside it' },
  same_case: { description: 'the line it goes on in is in capitals as it is' },
  counted_money: { description: 'it is money, and its field counts things' },
  counted_later: { description: 'another number stands before it, and its field counts things' },
  not_last: { description: 'a later amount stands in its row or column' },
  not_total: { description: 'another amount of its column is the sum of the column' },
  mentioned: { description: 'a label stands somewhere in its row' },
  only: { description: 'it is formed like no other value, and needs no label' },
  beside_amount: { description: 'it is a known word in a row with an amount' },
  word: { description: 'it is a known word at the start of a cell' },
  choice: { description: 'it is a choice that the document names' },
  place_and_date: { description: 'a place stands before the date' },
  date_alone: { description: 'it stands alone in the head of the document' },
  only_one: { description: 'it is the only one of its kind' },
  prevalent: { description: 'nearly all values of its kind are this one' },
  depth: { description: 'how far down its page it stands, 0 to 1; for fields of the head' },
  page: { description: 'pages before it, in quarters up to 1' },
  late: { description: 'it stands among the bookings, and should stand before them' },
  doubt: { description: 'how much its form leaves open, 0 to 1' },
  repeated: { description: 'further places that say the same, up to 3' },
  adds_up: { description: 'it is part of a sum, or of balances and bookings, that close' },
  completes: { description: 'it is the one amount that such a sum still lacked' },
  not_in_sum: { description: 'other candidates close the sum' },
  open_sum: { description: 'the amounts around it contradict each other' },
  row: { description: 'it is an amount, and the words of its row are all there is' },
  before_last: { description: 'a later amount stands in its row, whatever the label' },
  row_total: { description: 'a word for a total stands before it' },
  row_subtotal: { description: 'a word for a part of the total stands before it' },
  row_rounding: { description: 'a word for rounding, and none for a total, stands before it' },
  rounded_total: { description: 'words for a rounded total stand before it' },
  row_change: { description: 'a word for change stands before it' },
  row_tendered: { description: 'a word for a payment stands before it' },
  row_count: { description: 'a word for a number of things stands before it' },
  row_discount: { description: 'a word for a discount stands before it' },
  row_tax: { description: 'a word for a tax stands before it' },
  row_with_tax: { description: 'words before it say: with tax' },
  row_without_tax: { description: 'words before it say: without tax' },
  tax_table: { description: 'it stands in a table of taxes' },
  as_paid: { description: 'it is what was handed over less the change' },
  largest: { description: 'it is the largest amount that was not handed over' },
  last_total: { description: 'no later amount has a word for a total before it' },
  before_payment: { description: 'the next amount is what was handed over' },
  before_rounding: { description: 'the next amount is what it is rounded by' },
  rounds: { description: 'an amount before it is rounded to it' },
  sums_up: { description: 'the amounts above it add up to it' },
  section: { description: 'it stands in a block whose heading says whose it is' },
  section_depth: { description: 'how far down its page the heading stands, 0 to 1' },
  section_line: { description: 'lines of the block before it' },
  letter: { description: 'the layout of the letter shows it' },
  sender_line: { description: 'it begins a line with a whole address' },
  legal_form: { description: 'it has a legal form' },
  repeated_name: { description: 'it stands on the page again' },
  high: { description: 'it stands in the letter head' },
  first_block: { description: 'it begins the first block of the page' },
  contact_block: { description: 'contact or register data stand in its block' },
  addressed: { description: 'an address without contact data stands below it' },
  greeted: { description: 'it is a person that is greeted, or a company' },
  under_sender: { description: 'it stands below a sender line' },
  left: { description: 'it stands in the left half' },
  street: { description: 'a street stands below it' },
  shop: { description: 'it is one of the first lines of a receipt' },
  line: { description: 'how far down those lines it stands, 0 to 1' },
  first_line: { description: 'it is the first line' },
  trade: { description: 'it has a word for a shop or business' },
  register: { description: 'a number of a register stands behind or below it' },
  address_below: { description: 'an address or contact data stand below it' },
  address_above: { description: 'an address or contact data stand above it' },
  is_address: { description: 'it may be a street or a town itself' },
  title: { description: 'it has a word that names a document, a greeting or thanks' },
  bare_form: { description: 'it begins with what names end with' },
  one_word: { description: 'it is one word' },
  digits: { description: 'it has digits' },
  tall: { description: 'its letters are larger than those around it' },
  joined: { description: 'it goes on in a second line' },
  bank_name: { description: 'it has a word for a bank' },
  company: { description: 'it is a company, and no bank is named' },
  two_forms: { description: 'a shorter form of it stands elsewhere' },
} as const satisfies Readonly<Record<string, { readonly description: string }>>;

export type Feature = keyof typeof FEATURES;
export type Features = Readonly<Partial<Record<Feature, number>>>;

export const isFeature = (name: string): name is Feature => Object.hasOwn(FEATURES, name);

/** The features that hold; those that are 0 are left out. */
export function featuresOf<All extends Readonly<Partial<Record<Feature, number | boolean>>>>(all: All): Features {
  const features: Partial<Record<keyof All, number>> = {};
  for (const name in all) {
    const value = Number(all[name]);
    if (value !== 0) features[name] = value;
  }
  return features;
}
