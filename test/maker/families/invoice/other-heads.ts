/** Heads of other kinds: a form of boxes, a bill that begins with what is to be paid, and an invoice told in sentences. */
import { joined, value, type Words } from '../../drawing/words.ts';
import { entries } from '../../languages/language.ts';
import type { Bill } from './content.ts';
import { infoOf, sellerName, vatLine } from './head.ts';
import type { Paper } from './paper.ts';

/** Each party and each pair in a box of its own, the label small above the value. */
export function drawForm(paper: Paper, bill: Bill): void {
  const { sheet, left, leading, scene } = paper;
  const { manner, random } = scene;
  const size = Math.max(6, sheet.base.size - 2.5);
  const party = (x: number, label: Words, lines: readonly Words[]): void => {
    sheet.box(left + x, paper.y - leading, 246, leading * 5.6, null, [0.4, 0.4, 0.4]);
    sheet.text(left + x + 4, paper.y - 1, label, { size });
    lines.forEach((line, n) => {
      sheet.text(left + x + 4, paper.y + leading * (n + 1), line, { room: 238 });
    });
  };
  const { seller, buyer } = bill;
  const from: Words[] = [sellerName(bill), seller.street, seller.place, random.chance(0.7) ? vatLine(scene, seller, 'seller_vat_id') : ''];
  const to: Words[] = [
    value('buyer_name', buyer.name),
    buyer.street,
    buyer.place,
    random.chance(0.5) && buyer.vatId !== null ? `${manner.label('vat_id')} ${buyer.vatId}` : '',
  ];
  party(0, manner.label('seller'), from);
  party(250, manner.label('buyer'), to);
  paper.down(6.2);
  const pairs = infoOf(paper, bill);
  for (let at = 0; at < pairs.length; at += 4) {
    pairs.slice(at, at + 4).forEach(({ label, text }, n) => {
      sheet.box(left + n * 124, paper.y - leading, 122, leading * 2.3, null, [0.4, 0.4, 0.4]);
      sheet.text(left + n * 124 + 3, paper.y - 1, label, { size, room: 114 });
      sheet.text(left + n * 124 + 3, paper.y + leading, text, { room: 114 });
    });
    paper.down(2.6);
  }
  paper.down(0.8);
}

/** "To pay: 119,00 EUR by 3 May", before anything else. */
export function drawHeadline(paper: Paper, bill: Bill): void {
  const { sheet, left, bold, scene } = paper;
  const { manner, random } = scene;
  paper.down(0.5);
  const title: Words =
    bill.numberIn === 'title' ? [manner.word('number'), ' ', value('invoice_number', bill.number)] : manner.word('invoice');
  sheet.text(left, paper.y, title, { font: bold, size: sheet.base.size + 3 });
  if (bill.dated === 'title') sheet.text(left + 300, paper.y, [manner.label('date'), ' ', manner.date(bill.date, 'invoice_date')]);
  paper.down(1.6);
  sheet.box(left - 4, paper.y - paper.leading * 1.1, 508, paper.leading * 2, [0.93, 0.93, 0.88]);
  const owed = bill.paid === null ? manner.amount('gross_amount', bill.gross) : manner.amount(null, bill.gross - bill.paid);
  const label = bill.paid === null ? manner.label('gross') : manner.label('balance');
  const due: Words = bill.due !== null && random.chance(0.5) ? [manner.label('due'), ' ', manner.date(bill.due, 'due_date')] : '';
  sheet.text(left, paper.y, joined([[label, ' ', owed], due], '     '), { font: bold, size: sheet.base.size + 1 });
  paper.down(2.4);
}

/** The number, the day, the order and the service in running text. */
export function drawProse(paper: Paper, bill: Bill): void {
  const { sheet, left, scene } = paper;
  const { manner, random, language } = scene;
  const line = (words: Words): void => {
    sheet.text(left, paper.y, words, { room: 500 });
    paper.down(1.3);
  };
  if (bill.numberIn === 'info')
    line([
      manner.bare('number'),
      ' ',
      value('invoice_number', bill.number),
      bill.dated === 'label' ? [', ', manner.bare('date').toLowerCase(), ' ', manner.date(bill.date, 'invoice_date')] : '',
    ]);
  line(manner.any('intro'));
  const [item] = bill.lines;
  line([
    item === undefined ? random.pick(entries(language.products)) : value('line_items.0.description', item.text),
    bill.order === null ? '.' : [', ', manner.bare('order'), ' ', value('order_number', bill.order), '.'],
  ]);
  if (bill.delivery !== null) line([manner.bare('delivery'), ': ', manner.date(bill.delivery, 'delivery_date')]);
  if (bill.due !== null && bill.dueIn === 'info') line([manner.bare('due'), ' ', manner.date(bill.due, 'due_date')]);
  if (bill.taxes.length !== 1 || random.chance(0.5))
    line([manner.bare('net'), ' ', manner.amount(bill.net === null ? null : 'net_amount', bill.net ?? bill.gross)]);
  // Without one rate there is no line of the total with its tax.
  if (bill.taxes.length !== 1) line([manner.bare('gross'), ' ', manner.amount('gross_amount', bill.gross)]);
}
