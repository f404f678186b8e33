/** Notes of banks and brokers on a purchase or a sale of securities, as texts and pages, in the arrangements they have. */
import { daysAfter, ibanOf } from '../../codes.ts';
import { fill } from '../../companies.ts';
import { A4 } from '../../drawing/sheet.ts';
import { value, type Words } from '../../drawing/words.ts';
import type { Family, Scene } from '../../scene.ts';
import { makeTrade, type Trade } from './content.ts';
import { type Layout, Note } from './note.ts';
import { drawAside, drawSums } from './sums.ts';

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

function sharesText({ manner }: Scene, shares: number): string {
  return shares % 1000 === 0 ? manner.number(shares / 1000, 0) : manner.number(shares, 3);
}

/** The name in two lines. */
const inTwo = ({ name, sort }: Trade): readonly [Words, Words] => [
  value('security', name.slice(0, -sort.length).trim()),
  value('security', sort),
];

function drawSecurity(note: Note, trade: Trade, { security, execution }: Layout): void {
  const { scene } = note;
  const { random, manner, country } = scene;
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
    const [first, second] = inTwo(trade);
    note.at(0, first);
    note.at(380, wkn);
    note.down();
    note.at(0, second);
    note.at(380, isin);
    note.down();
    if (random.chance(0.3)) note.line([random.pick(['Emissionsland', 'Country', 'Pays', 'Lagerland']), ': ', country.name]);
    note.down(0.6);
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
    const wraps = random.chance(0.4);
    const [first, second] = inTwo(trade);
    note.at(0, counted);
    note.at(110, wraps ? first : name);
    note.at(380, random.chance(0.8) ? [isin, ' (', wkn, ')'] : isin);
    note.down();
    if (wraps) {
      note.at(110, second);
      note.down();
    }
    if (random.chance(0.5)) note.line([manner.bare('t_price'), manner.behindLabel, ' ', manner.currency(), ' ', price]);
  } else if (security === 'pairs') {
    const wraps = random.chance(0.3);
    const [first, second] = inTwo(trade);
    note.pair(manner.label('t_name'), wraps ? first : name);
    if (wraps) note.pair('', second);
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

export const SETTLEMENTS: readonly Family[] = LAYOUTS.map((layout) => ({
  id: layout.id,
  kind: 'settlement',
  texts: 0.6,
  paper: A4,
  draw: (scene) => draw(scene, layout),
}));
