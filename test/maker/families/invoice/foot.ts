/** The end of an invoice: how and when to pay, sentences, and the footer with the seller's data. */
import { creditorReference } from '../../codes.ts';
import { fill } from '../../companies.ts';
import { joined, value, type Words } from '../../drawing/words.ts';
import type { Bill } from './content.ts';
import { sellerName, vatLine } from './head.ts';
import type { Paper } from './paper.ts';

export type Payment = 'pairs' | 'line' | 'sentence' | 'footer' | 'block';
export type Footer = 'columns' | 'lines' | 'line' | 'none';

const ibanWords = (paper: Paper, bill: Bill): Words =>
  bill.seller.iban === null ? '' : value('iban', paper.scene.manner.iban(bill.seller.iban));

export function drawPayment(paper: Paper, bill: Bill, kind: Payment): void {
  const { sheet, left, scene } = paper;
  const { random, manner } = scene;
  const { seller } = bill;
  paper.room(7);
  const line = (words: Words): void => {
    sheet.text(left, paper.y, words);
    paper.down(1.15);
  };
  if (random.chance(0.4))
    line(
      manner
        .any('date_sentence')
        .split('{date}')
        .flatMap((part, n): Words[] => (n === 0 ? [part] : [manner.date(paper.anyDate()), part])),
    );
  if (bill.due !== null && bill.dueIn === 'sentence') {
    const parts = manner.any('due_sentence').split(/(\{date\}|\{amt\})/);
    line(
      parts.map((part): Words => {
        if (part === '{date}') return manner.date(bill.due ?? '', 'due_date');
        return part === '{amt}' ? manner.amount(null, bill.paid === null ? bill.gross : bill.gross - bill.paid) : part;
      }),
    );
  } else if (random.chance(0.5)) line(fill(manner.any('days_sentence'), { days: String(random.pick([7, 10, 14, 30, 60])) }));
  if (kind === 'footer' || seller.iban === null) return;
  const bic: Words = random.chance(0.75) ? [manner.label('bic'), ' ', value('bic', seller.bic)] : '';
  const bank: Words = [manner.label('bank'), ' ', seller.bank];
  const iban: Words = [manner.label('iban'), random.chance(0.02) ? '' : ' ', ibanWords(paper, bill)];
  const second = random.chance(0.04) && seller.otherIban !== null;
  if (kind === 'pairs' || kind === 'block') {
    for (const words of [random.chance(0.4) ? [manner.label('holder'), ' ', sellerName(bill)] : '', bank, iban, bic])
      if (words !== '') line(words);
  } else line(joined([bank, iban, bic], random.pick([', ', ' · ', '   ', ' - ', ' | '])));
  // Two accounts, and nothing says which: neither is the answer.
  if (second && seller.otherIban !== null) {
    line([`${random.pick(['Bank 2', seller.bank])} `, manner.label('iban'), ' ', manner.iban(seller.otherIban)]);
    sheet.forget('iban');
    scene.truth.delete('iban');
  }
  // A national account number, and the account that the buyer pays from.
  if (random.chance(0.08)) line(`${manner.bare('s_account')} ${random.shape('000000000')}`);
  if (random.chance(0.04) && bill.buyer.iban !== null) line([`${manner.word('paid')}: ${bill.buyer.name}, `, manner.iban(bill.buyer.iban)]);
  if (random.chance(0.1)) line(creditorReference(random.shape('00000000')));
}

export function drawFooter(paper: Paper, bill: Bill, kind: Footer, withAccount: boolean): void {
  const { sheet, left, scene } = paper;
  const { random, manner } = scene;
  const { seller } = bill;
  if (random.chance(0.5)) {
    paper.room(2);
    sheet.text(left, paper.y, manner.any('thanks'));
    paper.down();
  }
  const size = random.pick([6, 6.5, 7, 7.5]);
  const top = sheet.height - 74;
  const account: Words[] =
    withAccount && seller.iban !== null
      ? [seller.bank, [manner.label('iban'), ' ', ibanWords(paper, bill)], [manner.label('bic'), ' ', value('bic', seller.bic)]]
      : [];
  // The account of the payment block is the one to pay to, whatever others the footer names.
  if (!withAccount && seller.otherIban !== null && random.chance(0.12))
    account.push([seller.bank], [manner.label('iban'), ' ', manner.iban(seller.otherIban)]);
  const company: Words[] = [sellerName(bill), seller.street, seller.place];
  const contact: Words[] = [`${manner.label('phone')} ${seller.phone}`, `${manner.label('email')} ${seller.email}`, seller.web];
  const vat = random.chance(0.75) ? vatLine(scene, seller, 'seller_vat_id') : '';
  const legal: Words[] = [
    fill(manner.word('manager'), { name: seller.person }),
    seller.register,
    vat,
    random.chance(0.4) ? `${manner.label('tax_number')} ${seller.taxNumber}` : '',
  ];
  if (kind === 'columns') {
    sheet.rule(left, top - 12, left + 500);
    const blocks = [company, contact, account, legal].filter((block) => block.length > 0);
    const width = 510 / blocks.length;
    blocks.forEach((block, n) => {
      block
        .filter((words) => words !== '')
        .forEach((words, row) => {
          sheet.text(left + n * width, top + row * size * 1.25, words, { size, room: width - 5 });
        });
    });
  } else if (kind === 'lines' || kind === 'line') {
    const by = random.pick([' · ', ' | ', ' - ', ', ']);
    const rows =
      kind === 'line' ? [[...company, ...contact.slice(0, 1), ...account.slice(1), vat]] : [[...company, ...contact], legal, account];
    rows
      .filter((row) => row.length > 0)
      .forEach((row, n) => {
        sheet.text(left + 250, top + 10 + n * size * 1.4, joined(row, by), { size: Math.min(size, 6.5), align: 'center' });
      });
  }
}
