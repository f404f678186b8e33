/** What a trade came to, and the sums around it that are none of the fields'. */

import { creditorReference, daysAfter, decimalOf, shareOf } from '../../codes.ts';
import { joined, value, type Words } from '../../drawing/words.ts';
import type { Trade } from './content.ts';
import type { Layout, Note } from './note.ts';

/** The tax, the rate of exchange and the income that real notes reckon with: sums and days that are none of the fields'. */
export function drawAside(note: Note, trade: Trade): void {
  const { random, manner } = note.scene;
  const euro = manner.currency();
  if (random.chance(0.3))
    note.line([
      manner.any('h_rate'),
      ' EUR/USD ',
      manner.number(random.int(9000, 12_500), 4),
      ' ',
      manner.otherDate(daysAfter(trade.traded, 1)),
    ]);
  if (random.chance(0.3)) {
    for (const share of [25, 1.375, 2])
      note.line([manner.rate(share), ' % ', manner.any('tax'), '  ', manner.number(shareOf(trade.gross, share / 10)), ' ', euro]);
  }
  if (random.chance(0.25))
    note.line([manner.any('t_shares'), ' ', manner.any('r_total'), ': ', manner.number(random.int(1000, 900_000), 3)]);
  if (random.chance(0.25))
    note.line([
      manner.any('t_value_date'),
      ' ',
      manner.otherDate(daysAfter(trade.traded, -random.int(30, 400))),
      ', ',
      manner.any('t_price'),
      ' ',
      manner.number(random.int(10_000, 900_000), 4),
    ]);
  if (random.chance(0.3)) drawLots(note, trade);
  if (random.chance(0.2)) note.line([manner.any('t_per_share'), ' ', manner.number(random.int(1000, 90_000), 4), ' ', euro]);
  if (random.chance(0.2))
    note.line([manner.any('r_total'), ' ', manner.any('t_fees'), ' ', manner.number(random.int(100, 4000)), ' ', euro]);
}

/** When the shares were bought: counts with their unit, none of them the trade's. */
function drawLots(note: Note, trade: Trade): void {
  const { random, manner } = note.scene;
  const bought = manner.any('t_buy');
  for (let lots = random.int(1, 3); lots > 0; lots--) {
    const count = manner.number(random.int(1000, 90_000), 3);
    const unit = manner.any('t_unit');
    note.line([
      bought,
      ' ',
      manner.otherDate(daysAfter(trade.traded, -random.int(30, 900))),
      '  ',
      random.chance(0.5) ? [count, ' ', unit] : [unit, ' ', count],
      '  ',
      manner.number(random.int(2000, 900_000)),
    ]);
  }
}

/** What banks write behind the sum that taxes are still taken from, and behind the one that they were taken from. */
const TAXED: Readonly<Record<string, { readonly before: string; readonly after: string }>> = {
  de: { before: 'vor Steuern', after: 'nach Steuern' },
  en: { before: 'before tax', after: 'after tax' },
};

/** Taxes taken from what was said before: the amount after them is the one that moves. */
function drawTaxes(note: Note, trade: Trade, label: string, words: { readonly before: string; readonly after: string }): void {
  const { random, manner, truth } = note.scene;
  const row = (text: Words, cents: number, field: string | null) => {
    note.at(0, text);
    const number = manner.number(cents);
    note.at(450, [manner.currency(), '  ', field === null ? number : value(field, number)], 'right');
    note.down();
  };
  const tax = random.int(0, Math.max(1, Math.round(trade.net / 5)));
  const after = trade.buys ? trade.net + tax : trade.net - tax;
  note.down(2);
  row(`${label} ${words.before}${manner.behindLabel}`, trade.net, null);
  row(manner.any('tax'), tax, null);
  row(`${label} ${words.after}${manner.behindLabel}`, after, 'settled_amount');
  truth.set('settled_amount', decimalOf(after));
}

/** A trade in a currency of elsewhere, converted at last. */
function drawConversion(note: Note, trade: Trade, net: 't_debit' | 't_credit'): void {
  const { random, manner, country, truth } = note.scene;
  const foreign = random.pick(['USD', 'GBP', 'CHF', 'CAD', 'NOK', 'EUR'].filter((code) => code !== country.currency));
  const rate = random.int(7000, 16_000);
  const before = Math.round((trade.net * rate) / 10_000);
  note.at(0, manner.bare(net));
  note.at(450, [foreign, '  ', manner.number(before)], 'right');
  note.down();
  note.line([manner.any('h_rate'), ` ${country.currency}/${foreign} `, manner.number(rate, 4)]);
  truth.delete('currency');
}

export function drawSums(note: Note, trade: Trade, { sums }: Layout): void {
  const { random, manner } = note.scene;
  const net = trade.buys ? 't_debit' : 't_credit';
  const rows: [Words, string | null, number][] = [
    [manner.bare('t_gross'), 'market_value', trade.gross],
    ...trade.fees.map((fee): [Words, string | null, number] => [
      manner.any('t_fees'),
      trade.fees.length === 1 ? 'charges' : null,
      trade.buys ? fee : -fee,
    ]),
  ];
  const currency = manner.currency();
  const sum = (field: string | null, cents: number): Words =>
    field === null ? manner.number(cents) : value(field, manner.number(field === 'charges' ? Math.abs(cents) : cents));
  if (sums === 'heading-row') {
    const cells: [Words, Words][] = [
      ...rows.slice(0, 2).map(([label, field, cents]): [Words, Words] => [label, sum(field, cents)]),
      [manner.bare(net), [sum('settled_amount', trade.net), ' ', currency]],
    ];
    cells.forEach(([label], n) => {
      note.at((n + 1) * 160, label, 'right');
    });
    note.down();
    cells.forEach(([, text], n) => {
      note.at((n + 1) * 160, text, 'right');
    });
    note.down();
    return;
  }
  for (const [label, field, cents] of rows) {
    note.at(0, [label, sums === 'pairs' ? manner.behindLabel : '']);
    if (sums === 'currency-before') note.at(330, currency);
    note.at(450, sums === 'currency-before' ? sum(field, cents) : [sum(field, cents), ' ', currency], 'right');
    note.down();
  }
  if (sums === 'debit-line') {
    // The day of value, the account and the amount in one row under their headings.
    const account = random.chance(0.5) ? random.shape('00 0000 0000') : creditorReference(random.shape('0000000000'));
    note.at(0, random.pick(['Konto', 'Account', manner.bare('s_account')]));
    note.at(220, manner.bare('t_value_date'));
    const taxed = TAXED[note.scene.language.code] ?? null;
    const label = manner.bare(net);
    const before = taxed !== null && random.chance(0.6) ? taxed : null;
    const later = random.chance(0.5) ? before : null;
    note.at(480, before === null ? label : `${label} ${before.before}`, 'right');
    note.down();
    note.at(0, account);
    note.at(220, manner.date(trade.settles, 'settles_on'));
    note.at(480, [currency, '  ', later === null ? sum('settled_amount', trade.net) : manner.number(trade.net)], 'right');
    note.down();
    if (later !== null) drawTaxes(note, trade, label, later);
    return;
  }
  if (random.chance(0.2)) drawConversion(note, trade, net);
  const label = manner.label(net);
  note.at(0, label);
  if (sums === 'currency-before') note.at(330, currency);
  // A minus says once more what the label says, or another one that the use case lists for the same field: that the account is charged.
  const minus = trade.buys && random.chance(0.15);
  note.at(
    450,
    [value('settled_amount', manner.number(trade.net)), minus ? '-' : '', sums === 'currency-before' ? '' : [' ', currency]],
    'right',
  );
  note.down();
  if (random.chance(0.15)) note.line(joined([manner.any('tax'), manner.number(shareOf(trade.gross, 1)), manner.currency()], ' '));
}
