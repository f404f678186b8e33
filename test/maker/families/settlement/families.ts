/** Notes of banks and brokers on a purchase or a sale of securities, as texts and pages, in the arrangements they have. */
import { anyDay, creditorReference, daysAfter, decimalOf, ibanOf, isinOf, shareOf } from '../../codes.ts';
import { bankName, type Company, fill, makeCompany } from '../../companies.ts';
import { A4 } from '../../drawing/sheet.ts';
import { joined, value, type Words } from '../../drawing/words.ts';
import { entries } from '../../languages/language.ts';
import type { Family, Scene } from '../../scene.ts';

interface Layout {
  readonly id: string;
  /** How the security, its number and its name stand together. */
  readonly security: 'headings' | 'table' | 'pairs' | 'name-first' | 'sentence' | 'brackets';
  readonly execution: 'dividend' | 'pairs' | 'row' | 'two-columns' | 'sentence';
  readonly sums: 'currency-before' | 'pairs' | 'heading-row' | 'debit-line';
  readonly font: 'mono' | 'sans';
}

const LAYOUTS: readonly Layout[] = [
  { id: 'settlement-table', security: 'table', execution: 'two-columns', sums: 'currency-before', font: 'mono' },
  { id: 'settlement-pairs', security: 'pairs', execution: 'pairs', sums: 'pairs', font: 'sans' },
  { id: 'settlement-name-first', security: 'name-first', execution: 'row', sums: 'heading-row', font: 'sans' },
  { id: 'settlement-sentence', security: 'sentence', execution: 'sentence', sums: 'pairs', font: 'sans' },
  { id: 'settlement-brackets', security: 'brackets', execution: 'two-columns', sums: 'debit-line', font: 'mono' },
  { id: 'settlement-row', security: 'table', execution: 'row', sums: 'debit-line', font: 'mono' },
  { id: 'settlement-headings', security: 'headings', execution: 'two-columns', sums: 'debit-line', font: 'mono' },
  { id: 'settlement-dividend', security: 'headings', execution: 'dividend', sums: 'currency-before', font: 'mono' },
  { id: 'settlement-coupon', security: 'pairs', execution: 'dividend', sums: 'pairs', font: 'sans' },
];

const STEMS = 'GLOBAL | EURO | WORLD | TECHNO | NORDIC | ASIA | GREEN | DIGITAL | HEALTH | ENERGY | CAPITAL | SILVER | PACIFIC | BLUE';
const SORTS = `EQUITY FUND A ACC | UCITS ETF DIST | INHABER-AKTIEN O.N. | REGISTERED SHARES DL-,01 | ACTIONS PORT. EO 2 | NAMENS-AKTIEN O.N. | MSCI INDEX ETF (ACC)
  | CORP. BOND 24/31 | Act. Nom. Classe A2 o.N. | ORD GBP0.10 | AZIONI NOM. O.N. | Inc. Class B`;

interface Trade {
  readonly bank: string;
  readonly broker: Company;
  readonly client: Company;
  readonly buys: boolean;
  readonly isin: string;
  readonly wkn: string;
  readonly name: string;
  readonly traded: string;
  readonly time: string;
  readonly settles: string;
  /** Thousandths. */
  readonly shares: number;
  /** Ten-thousandths of the currency's unit. */
  readonly price: number;
  readonly gross: number;
  readonly fees: readonly number[];
  readonly net: number;
  readonly order: string;
}

/** A dividend is a sale of nothing: less its taxes it is paid out. */
function makeTrade(scene: Scene, dividend: boolean): Trade {
  const { random, language, country, truth } = scene;
  const broker = makeCompany(random, language, country);
  const shares = random.chance(0.65) ? 1000 * random.int(1, 900) : random.int(1001, 250_000);
  const price = random.int(12_000, 4_800_000);
  const gross = Math.round((shares * price) / 100_000);
  const fees = Array.from({ length: random.int(0, 3) }, () => random.int(95, 3900));
  const buys = !dividend && random.chance(0.6);
  const traded = anyDay(random);
  const all = fees.reduce((sum, fee) => sum + fee, 0);
  const stem = random.pick(entries(STEMS));
  const trade: Trade = {
    bank: bankName(random, language, country, broker.city),
    broker,
    client: makeCompany(random, language, country),
    buys,
    isin: isinOf(random.pick(['DE', 'US', 'LU', 'IE', 'FR', 'NL', 'CH', 'GB', 'AT', 'IT']), random.shape('000#000##')),
    wkn: random.shape(random.pick(['@0##0#', '000000', '@@00@#'])),
    name: `${stem} ${random.pick(entries(STEMS))} ${random.pick(entries(SORTS))}`,
    traded,
    time: `${String(random.int(8, 21)).padStart(2, '0')}:${random.shape('0').replace(/[6-9]/, '3')}${random.shape('0')}`,
    settles: daysAfter(traded, random.pick([2, 2, 3, 4])),
    shares,
    price,
    gross,
    fees,
    net: buys ? gross + all : gross - all,
    order: random.shape(random.pick(['000000000', '00000000.001', '@00000000'])),
  };
  const says: Readonly<Record<string, string>> = {
    isin: trade.isin,
    security_number: trade.wkn,
    security: trade.name,
    side: buys ? 'buy' : 'sell',
    executed_on: traded,
    executed_at: trade.time,
    settles_on: trade.settles,
    quantity: thousandths(shares),
    unit_price: tenThousandths(price),
    market_value: decimalOf(gross),
    charges: decimalOf(all),
    settled_amount: decimalOf(trade.net),
    currency: country.currency,
    order_number: trade.order,
  };
  for (const [field, text] of Object.entries(says)) truth.set(field, text);
  return trade;
}

const thousandths = (n: number): string =>
  n % 1000 === 0 ? String(n / 1000) : `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`;
const tenThousandths = (n: number): string => `${Math.floor(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`;

class Note {
  readonly scene: Scene;
  readonly left: number;
  readonly leading: number;
  y: number;

  constructor(scene: Scene) {
    this.scene = scene;
    this.left = scene.random.int(44, 60);
    this.leading = scene.sheet.base.size * 1.35;
    this.y = scene.random.int(46, 70);
  }

  at(x: number, words: Words, align: 'left' | 'right' = 'left'): void {
    this.scene.sheet.text(this.left + x, this.y, words, { align });
  }

  line(words: Words, x = 0): void {
    this.at(x, words);
    this.down();
  }

  pair(label: Words, text: Words): void {
    this.at(0, label);
    this.at(150, text);
    this.down();
  }

  down(lines = 1): void {
    this.y += this.leading * lines;
  }
}

function draw(scene: Scene, layout: Layout): void {
  const dividend = layout.execution === 'dividend';
  const trade = makeTrade(scene, dividend);
  const note = new Note(scene);
  const { random, manner } = scene;
  drawLetterhead(note, trade);
  const words = manner.any(dividend ? 't_dividend' : trade.buys ? 't_buy' : 't_sell');
  note.line(value(dividend ? 'event' : 'side', random.chance(0.06) ? [...words].join(' ') : words));
  if (random.chance(0.5))
    note.line([random.pick(['Order', 'Ref.', manner.bare('order')]), manner.behindLabel || ':', ' ', value('order_number', trade.order)]);
  note.down(0.6);
  if (layout.security !== 'sentence' && random.chance(0.4)) note.line(fill(manner.any('t_sentence'), { n: '', name: '', date: '' }));
  drawSecurity(note, trade, layout);
  note.down(0.6);
  drawExecution(note, trade, layout);
  note.down(0.6);
  const before = random.chance(0.5);
  if (before) drawAside(note, trade);
  drawSums(note, trade, layout);
  note.down();
  if (!before) drawAside(note, trade);
  if (random.chance(0.6)) note.line(manner.any('thanks'));
  if (random.chance(0.4)) note.line([manner.label('iban'), ' ', trade.broker.iban ?? trade.broker.taxNumber]);
  note.line(random.shape('@000/00/00'));
}

function drawLetterhead(note: Note, trade: Trade): void {
  const { random, manner, country, sheet } = note.scene;
  sheet.text(note.left, note.y, trade.bank, { size: sheet.base.size + random.int(0, 4) });
  note.down(1.3);
  for (const line of [trade.broker.street, trade.broker.place, `${manner.label('phone')} ${trade.broker.phone}`]) note.line(line);
  note.down();
  for (const line of [trade.client.person, trade.client.street, trade.client.place]) note.line(line);
  const day = manner.date(daysAfter(trade.traded, random.int(0, 2)));
  if (random.chance(0.7)) note.line(random.chance(0.5) ? day : [manner.label('l_date'), ' ', day], 360);
  if (random.chance(0.8)) note.line([manner.label('t_depot'), ' ', random.shape('000000000')]);
  if (country.bban !== '' && random.chance(0.3)) note.line(`IBAN ${manner.iban(ibanOf(country.code, random.shape(country.bban)))}`);
  note.down(0.8);
}

/** The tax, the rate of exchange and the income that real notes reckon with: sums and days that are none of the fields'. */
function drawAside(note: Note, trade: Trade): void {
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

function sharesText({ manner }: Scene, shares: number): string {
  return shares % 1000 === 0 ? manner.number(shares / 1000, 0) : manner.number(shares, 3);
}

function drawSecurity(note: Note, trade: Trade, { security, execution }: Layout): void {
  const { scene } = note;
  const { random, manner } = scene;
  const isin = value('isin', random.chance(0.06) ? trade.isin.replace(/(..)(...)(...)/, '$1 $2 $3 ') : trade.isin);
  const wkn = value('security_number', trade.wkn);
  const name = value('security', trade.name);
  const number = random.pick(['WKN', 'WKN', 'Valor', 'SEDOL', 'WPKNR', 'Cod.']);
  const unit = manner.word('t_unit');
  const shares = value('quantity', sharesText(scene, trade.shares));
  const counted: Words = random.chance(0.6) ? [unit, ' ', shares] : [shares, ' ', unit];
  const price = value('unit_price', manner.number(trade.price, 4));
  if (security === 'headings') {
    // The name is under its heading, the numbers under theirs, and the count under a third.
    note.at(0, manner.bare('t_name'));
    note.at(380, random.pick([`${number}/ISIN`, `ISIN/${number}`, 'ISIN']));
    note.down();
    note.at(0, name);
    note.at(380, wkn);
    note.down();
    note.at(0, random.pick(['Registered Shares o.N.', 'Act. Nom. Classe A o.N.', 'Inhaber-Anteile', 'ORD']));
    note.at(380, isin);
    note.down(1.6);
    note.at(0, manner.bare('t_shares'));
    note.at(180, manner.bare(execution === 'dividend' ? 't_per_share' : 't_price'));
    note.down();
    note.at(0, [random.pick(['St. ', 'STK ', `${unit} `, '']), shares]);
    note.at(180, [manner.currency(), '  ', execution === 'dividend' ? manner.number(trade.price, 4) : price]);
    note.down();
  } else if (security === 'table') {
    note.at(0, manner.bare('t_shares'));
    note.at(110, manner.bare('t_name'));
    note.at(380, `ISIN (${number})`);
    note.down();
    note.at(0, counted);
    note.at(110, name);
    note.at(380, random.chance(0.8) ? [isin, ' (', wkn, ')'] : isin);
    note.down();
    if (random.chance(0.5)) note.line([manner.bare('t_price'), manner.behindLabel, ' ', manner.currency(), ' ', price]);
  } else if (security === 'pairs') {
    note.pair(manner.label('t_name'), name);
    const both = random.chance(0.3);
    note.pair(both ? `ISIN / ${number}${manner.behindLabel}` : `ISIN${manner.behindLabel}`, both ? [isin, ' / ', wkn] : isin);
    if (!both && random.chance(0.6)) note.pair(`${number}${manner.behindLabel}`, wkn);
    note.pair(manner.label('t_shares'), random.chance(0.5) ? counted : shares);
    if (execution === 'dividend') note.pair(manner.label('t_per_share'), manner.number(trade.price, 4));
    else note.pair(manner.label('t_price'), [price, ' ', manner.currency()]);
  } else if (security === 'name-first') {
    note.line(name);
    note.line(random.chance(0.6) ? ['ISIN: ', isin, '  ', number, ': ', wkn] : ['ISIN ', isin]);
  } else if (security === 'sentence') {
    const words = manner.word('t_sentence').split(/(\{date\}|\{n\}|\{name\})/);
    note.line(
      words.map((part): Words => {
        if (part === '{date}') return manner.date(trade.traded, 'executed_on');
        if (part === '{n}') return counted;
        return part === '{name}' ? name : part;
      }),
    );
    if (words.length === 1) note.line([counted, '  ', name]);
    note.line(['ISIN ', isin, random.chance(0.5) ? [', ', number, ' ', wkn] : '']);
  } else {
    note.line([counted, '  ', name]);
    note.line([`(${number} `, wkn, ' / ISIN ', isin, ')']);
  }
}

function drawExecution(note: Note, trade: Trade, { execution, security }: Layout): void {
  const { scene } = note;
  const { random, manner } = scene;
  const day = manner.date(trade.traded, 'executed_on');
  const time = value('executed_at', trade.time);
  const settles = manner.date(trade.settles, 'settles_on');
  const shares = value('quantity', sharesText(scene, trade.shares));
  const price = value('unit_price', manner.number(trade.price, 4));
  const venue = random.pick(['XETRA', 'Tradegate', 'Stuttgart', 'Euronext', 'XOFF', 'London']);
  const together = random.chance(0.4);
  const counted = security === 'pairs' || security === 'table';
  if (execution === 'dividend') {
    note.pair(manner.label('t_ex_date'), manner.date(daysAfter(trade.traded, -2)));
    note.pair(manner.label('t_value_date'), settles);
  } else if (execution === 'pairs') {
    note.pair(manner.label('t_trade_date'), together ? [day, ' ', time] : day);
    if (!together && random.chance(0.7)) note.pair(manner.label('t_time'), time);
    note.pair(manner.label('t_venue'), venue);
    note.pair(manner.label('t_value_date'), settles);
  } else if (execution === 'row') {
    const cells: [Words, Words][] = [
      [manner.bare('t_trade_date'), day],
      [manner.bare('t_time'), time],
      [manner.bare('t_value_date'), settles],
      ...(counted ? [] : [[manner.bare('t_shares'), shares] satisfies [Words, Words]]),
      [manner.bare('t_price'), price],
    ];
    cells.forEach(([label], n) => {
      note.at(n * 102, label);
    });
    note.down();
    cells.forEach(([, text], n) => {
      note.at(n * 102, text);
    });
    note.down();
  } else if (execution === 'two-columns') {
    note.at(0, [manner.label('t_trade_date'), ' ', day]);
    note.at(250, [manner.label('t_venue'), ' ', venue]);
    note.down();
    note.at(0, [manner.label('t_time'), ' ', time]);
    note.at(250, [manner.label('t_value_date'), ' ', settles]);
    note.down();
    if (random.chance(0.7)) note.line([manner.label('t_price'), ' ', price, ' ', manner.currency()]);
  } else {
    note.line([
      manner.label('t_price'),
      ' ',
      price,
      ' ',
      manner.currency(),
      random.chance(0.6) ? [', ', manner.label('t_time'), ' ', time] : '',
    ]);
    note.line([manner.label('t_value_date'), ' ', settles]);
  }
}

function drawSums(note: Note, trade: Trade, { sums }: Layout): void {
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

export const SETTLEMENTS: readonly Family[] = LAYOUTS.map((layout) => ({
  id: layout.id,
  kind: 'settlement',
  texts: 0.6,
  paper: A4,
  draw: (scene) => draw(scene, layout),
}));
