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
  if (random.chance(0.2))
    note.line([manner.any('r_total'), ' ', manner.any('t_fees'), ' ', manner.number(random.int(100, 4000)), ' ', euro]);
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
    note.at(480, manner.bare(net), 'right');
    note.down();
    note.at(0, account);
    note.at(220, manner.date(trade.settles, 'settles_on'));
    note.at(480, [currency, '  ', sum('settled_amount', trade.net)], 'right');
    note.down();
    return;
  }
  note.at(0, manner.label(net));
  if (sums === 'currency-before') note.at(330, currency);
  const minus = trade.buys && random.chance(0.15);
  note.at(
    450,
    [value('settled_amount', manner.number(trade.net)), minus ? '-' : '', sums === 'currency-before' ? '' : [' ', currency]],
    'right',
  );
  note.down();
  if (minus) note.scene.truth.set('settled_amount', decimalOf(-trade.net));
  if (random.chance(0.15)) note.line(joined([manner.any('tax'), manner.number(shareOf(trade.gross, 1)), manner.currency()], ' '));
}
