/** Layouts of bank statements: where the balances stand, and how bookings say debit from credit. */
import { fill } from '../../companies.ts';
import { A4 } from '../../drawing/sheet.ts';
import { joined, value, type Words } from '../../drawing/words.ts';
import type { Family, Scene } from '../../scene.ts';
import { drawBookings } from './bookings.ts';
import { makeStatement, type Statement } from './content.ts';
import { balanceLabel, balanceWords, type Layout, Writer } from './writer.ts';

const LAYOUTS: readonly Layout[] = [
  {
    id: 'statement-columns',
    head: 'left',
    info: 'pairs',
    signs: 'columns',
    balances: 'rows',
    running: false,
    valued: 'behind-date',
    mostBookings: 12,
  },
  {
    id: 'statement-running',
    head: 'right',
    info: 'row',
    signs: 'sign',
    balances: 'summary',
    running: true,
    valued: 'none',
    mostBookings: 14,
  },
  {
    id: 'statement-letters',
    head: 'left',
    info: 'line',
    signs: 'letter',
    balances: 'rows',
    running: false,
    valued: 'before-text',
    mostBookings: 60,
  },
  {
    id: 'statement-letter-column',
    head: 'left',
    info: 'pairs',
    signs: 'letter-column',
    balances: 'rows',
    running: false,
    valued: 'behind-date',
    mostBookings: 9,
  },
  {
    id: 'statement-trailing',
    head: 'band',
    info: 'box',
    signs: 'behind',
    balances: 'box',
    running: false,
    valued: 'none',
    mostBookings: 10,
  },
  {
    id: 'statement-brackets',
    head: 'right',
    info: 'pairs',
    signs: 'brackets',
    balances: 'summary',
    running: true,
    valued: 'behind-date',
    mostBookings: 8,
  },
];

function draw(scene: Scene, layout: Layout): void {
  const statement = makeStatement(scene, layout.mostBookings);
  const writer = new Writer(scene, layout);
  drawHead(writer, statement);
  drawInfo(writer, statement);
  if (layout.balances !== 'rows') drawSummary(writer, statement);
  drawBookings(writer, statement);
  const { random, manner, sheet } = scene;
  writer.down();
  if (random.chance(0.4)) {
    for (const key of ['s_limit', 's_limit'] as const) {
      writer.text(0, [manner.any(key), manner.behindLabel, ' ', manner.amount(null, random.int(10_000, 900_000))]);
      writer.down();
    }
  }
  const footer = [statement.bankName, statement.bank.street, statement.bank.place, `BIC ${statement.bank.bic}`, statement.bank.web];
  if (random.chance(0.6)) sheet.text(writer.left + 250, sheet.height - 40, joined(footer, ' · '), { size: 6.5, align: 'center' });
}

function drawHead(writer: Writer, { bankName, bank, owner }: Statement): void {
  const { random, sheet, manner } = writer.scene;
  const { head } = writer.layout;
  const x = head === 'right' ? 500 : 0;
  const align = head === 'right' ? 'right' : 'left';
  writer.text(x, value('bank_name', bankName), align, { size: sheet.base.size + random.int(1, 7) });
  writer.down(1.4);
  if (random.chance(0.6)) {
    for (const line of [bank.street, bank.place, `${manner.label('phone')} ${bank.phone}`]) {
      writer.text(x, line, align, { size: sheet.base.size - 1.5 });
      writer.down(0.9);
    }
  }
  writer.down(1.2);
  for (const line of [random.chance(0.3) ? `${manner.label('s_owner')} ${owner.name}` : owner.name, owner.street, owner.place]) {
    writer.text(0, line);
    writer.down();
  }
  writer.down();
}

function drawInfo(writer: Writer, statement: Statement): void {
  const { random, manner, sheet, country } = writer.scene;
  const { info } = writer.layout;
  const title = fill(manner.word('s_title'), { n: random.shape('0/2025') });
  const periodParts = manner.word('s_period').split(/(\{a\}|\{b\})/);
  const period = periodParts.map((part): Words => {
    if (part === '{a}') return manner.date(statement.start, 'statement_period_start');
    return part === '{b}' ? manner.date(statement.end, 'statement_period_end') : part;
  });
  const inTitle = random.chance(0.25);
  writer.text(0, inTitle ? [title, ' ', period] : title, 'left', { size: sheet.base.size + random.int(0, 5) });
  writer.down(1.8);
  const type = value('account_type', manner.word(statement.type));
  const number: Words = statement.iban === null ? statement.account : value('account_iban', manner.iban(statement.iban));
  const pairs: [Words, Words][] = [
    [manner.label(statement.iban === null || random.chance(0.3) ? 's_account' : 'iban'), number],
    ...(random.chance(0.6)
      ? [[random.chance(0.5) ? `${manner.word('s_account')}${manner.behindLabel}` : '', type] satisfies [Words, Words]]
      : []),
    ...(inTitle ? [] : [[random.chance(0.8) ? manner.label('s_period_label') : '', period] satisfies [Words, Words]]),
    ...(statement.date === null ? [] : [[manner.label('s_date'), manner.date(statement.date, 'statement_date')] satisfies [Words, Words]]),
    ...(random.chance(0.5) ? [[manner.label('s_number'), random.shape('00')] satisfies [Words, Words]] : []),
    ...(random.chance(0.45) ? [[manner.label('s_currency'), value('currency', country.currency)] satisfies [Words, Words]] : []),
    ...(random.chance(0.3) ? [[manner.label('s_owner'), statement.owner.name] satisfies [Words, Words]] : []),
  ];
  const shown = random.chance(0.5) ? random.shuffle(pairs) : pairs;
  if (info === 'pairs' || info === 'box') {
    const x = info === 'box' ? 270 : 0;
    for (const [label, text] of shown) {
      writer.text(x, label);
      writer.text(x + 105, text);
      writer.down();
    }
  } else if (info === 'line') {
    for (let at = 0; at < shown.length; at += 2) {
      writer.text(
        0,
        joined(
          shown.slice(at, at + 2).map(([label, text]): Words => [label, ' ', text]),
          '    ',
        ),
      );
      writer.down();
    }
  } else {
    for (let at = 0; at < shown.length; at += 3) {
      shown.slice(at, at + 3).forEach(([label, text], n) => {
        writer.text(n * 170, label, 'left', { size: sheet.base.size - 1 });
        sheet.text(writer.left + n * 170, writer.y + writer.leading, text);
      });
      writer.down(2.5);
    }
  }
  writer.down();
}

function drawSummary(writer: Writer, statement: Statement): void {
  const { random, manner } = writer.scene;
  const debits = statement.bookings.filter(({ amount }) => amount < 0).reduce((sum, { amount }) => sum + amount, 0);
  const credits = statement.closing - statement.opening - debits;
  const rows: [Words, Words][] = [
    [balanceLabel(writer, 's_opening', statement), balanceWords(writer, 'opening_balance', statement.opening)],
    ...(random.chance(0.5)
      ? [
          [manner.label('h_credit'), manner.amount(null, credits)] satisfies [Words, Words],
          [manner.label('h_debit'), manner.amount(null, debits)] satisfies [Words, Words],
        ]
      : []),
    [balanceLabel(writer, 's_closing', statement), balanceWords(writer, 'closing_balance', statement.closing)],
  ];
  if (writer.layout.balances === 'box' && random.chance(0.6)) {
    const width = 500 / rows.length;
    rows.forEach(([label, text], n) => {
      writer.text(n * width, label, 'left', { size: 7.5 });
      writer.scene.sheet.text(writer.left + n * width, writer.y + writer.leading, text, { size: 9 });
    });
    writer.down(3);
    return;
  }
  for (const [label, text] of rows) {
    writer.text(0, label);
    writer.text(300, text, 'right');
    writer.down();
  }
  writer.down();
}

export const STATEMENTS: readonly Family[] = LAYOUTS.map((layout) => ({
  id: layout.id,
  kind: 'bank_statement_header',
  paper: A4,
  draw: (scene) => draw(scene, layout),
}));
