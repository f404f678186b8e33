/** The head of an invoice: letterhead, parties, title, and the block of numbers and dates. */
import { type Company, fill } from '../../companies.ts';
import { WHITE } from '../../drawing/sheet.ts';
import { joined, value, type Words } from '../../drawing/words.ts';
import { entries, type WordKey } from '../../languages/language.ts';
import type { Scene } from '../../scene.ts';
import type { Bill } from './content.ts';
import type { Paper } from './paper.ts';

export type Letterhead = 'left' | 'right' | 'centre' | 'band' | 'split' | 'person' | 'none';
export type Parties = 'window' | 'window-right' | 'labelled' | 'two-columns' | 'pairs' | 'line' | 'buyer-right' | 'buyer-first';
export type Info = 'pairs-right' | 'pairs-left' | 'pairs-tight' | 'head-row' | 'grid' | 'inline' | 'stacked';

/** Whose it is: the seller's fields or the buyer's. */
export const sellerName = ({ seller }: Bill): Words => value('seller_name', seller.name);
const buyerName = ({ buyer }: Bill): Words => value('buyer_name', buyer.name);

export function vatLine(scene: Scene, company: Company, field: string | null): Words {
  if (company.vatId === null) return '';
  // Switzerland writes the tax's name behind the number.
  const [number = '', behind = ''] = company.vatId.split(/(?= MWST| TVA| IVA)/);
  return [`${scene.manner.label('vat_id')} `, field === null ? number : value(field, number), behind];
}

export function drawLetterhead(paper: Paper, bill: Bill, kind: Letterhead): void {
  const { sheet, left, right, bold, scene } = paper;
  const { random, manner } = scene;
  const { seller } = bill;
  const big = { size: sheet.base.size + random.int(2, 9), font: bold };
  const address: Words[] = [seller.street, seller.place, ...(random.chance(0.2) ? [seller.country.name] : [])];
  const contacts: Words[] = [`${manner.label('phone')} ${seller.phone}`, seller.email, seller.web];
  const more = [
    ...(random.chance(0.7) ? contacts.slice(0, random.int(1, 3)) : []),
    random.chance(0.35) ? vatLine(scene, seller, 'seller_vat_id') : '',
  ];
  const small = { size: Math.max(6.5, sheet.base.size - 1.5) };
  const start = paper.y;
  const brand = `${random.pick(entries(scene.language.stems))} ${random.pick(entries(scene.language.trades))}`;
  const name = { name: sellerName(bill), picture: random.chance(0.3) ? random.pick(entries(scene.language.trades)) : '', brand }[bill.logo];
  const column = (x: number, align: 'left' | 'right', lines: readonly Words[]): void => {
    for (const line of lines) {
      sheet.text(x, paper.y, line, { ...small, align });
      paper.down(0.95);
    }
  };
  if (kind === 'left' || kind === 'right') {
    const x = kind === 'left' ? left : right;
    sheet.text(x, paper.y, name, { ...big, align: kind });
    paper.down(1.4);
    column(x, kind, [...address, ...more]);
  } else if (kind === 'centre') {
    sheet.text(left + 250, paper.y, name, { ...big, align: 'center' });
    paper.down(1.3);
    sheet.text(left + 250, paper.y, joined([...address, ...more], random.pick([' · ', ' | ', ', ', ' - ', ' • '])), {
      size: 7,
      align: 'center',
    });
    paper.down();
  } else if (kind === 'band') {
    sheet.box(0, 0, sheet.width, paper.y + 18, [0.15, 0.25 + random.int(0, 30) / 100, 0.45]);
    sheet.text(left, paper.y, name, { ...big, color: WHITE });
    if (random.chance(0.5)) sheet.text(right, paper.y, manner.word('invoice'), { ...big, color: WHITE, align: 'right' });
    paper.down(2.6);
    column(left, 'left', [...address, ...more]);
  } else if (kind === 'split') {
    sheet.text(left, paper.y, name, big);
    column(right, 'right', [...address, ...more]);
  } else if (kind === 'person') {
    column(left, 'left', [sellerName(bill), ...address, ...more]);
  }
  paper.y = Math.max(paper.y, start) + paper.leading;
}

function addressOf(company: Company, name: Words, scene: Scene): Words[] {
  const { random, manner } = scene;
  const person = random.chance(0.2) ? [random.chance(0.4) ? `${manner.word('contact')}: ${company.person}` : company.person] : [];
  const country = random.chance(0.15) ? [company.country.name] : [];
  return [name, ...person, company.street, company.place, ...country];
}

export function drawParties(paper: Paper, bill: Bill, kind: Parties): void {
  const { sheet, left, scene } = paper;
  const { random, manner } = scene;
  const { seller, buyer } = bill;
  const buyerVat = random.chance(0.22) && buyer.vatId !== null ? [`${manner.label('buyer_vat_id')} ${buyer.vatId}`] : [];
  const to = [...addressOf(buyer, buyerName(bill), scene), ...buyerVat];
  const from = [...addressOf(seller, sellerName(bill), scene), random.chance(0.5) ? vatLine(scene, seller, 'seller_vat_id') : ''];
  const start = paper.y;
  const block = (x: number, lines: readonly Words[]): number => {
    let y = start;
    for (const line of lines) {
      sheet.text(x, y, line);
      y += paper.leading;
    }
    return y;
  };
  const heading = (key: WordKey): Words => manner.label(key);
  const other = (): Words[] => [
    heading('ship_to'),
    random.chance(0.5) ? buyer.name : buyer.person,
    random.chance(0.5) ? buyer.street : seller.street,
    buyer.place,
  ];
  let end = start;
  if (kind === 'window' || kind === 'window-right') {
    const x = kind === 'window' ? left : left + 290;
    const by = random.pick([' · ', ' - ', ', ', ' • ', ' | ']);
    sheet.text(x, start - 4, joined([sellerName(bill), seller.street, seller.place], by), { size: 6.5 });
    paper.y = start + paper.leading;
    let y = paper.y;
    for (const line of to) {
      sheet.text(x, y, line);
      y += paper.leading;
    }
    end = y;
  } else if (kind === 'labelled' || kind === 'buyer-right') {
    end = block(kind === 'labelled' ? left : left + 280, [heading('buyer'), ...to]);
    if (random.chance(0.25)) end = Math.max(end, block(kind === 'labelled' ? left + 260 : left, other()));
  } else if (kind === 'two-columns') {
    const turned = random.chance(0.25);
    end = Math.max(
      block(turned ? left + 260 : left, [heading('seller'), ...from]),
      block(turned ? left : left + 260, [heading('buyer'), ...to]),
    );
  } else if (kind === 'buyer-first') {
    end = Math.max(block(left, to), random.chance(0.5) ? block(left + 280, other()) : 0);
  } else if (kind === 'line') {
    end = block(left, [[manner.label('buyer'), ' ', joined(to.slice(0, 4), ', ')]]);
  } else {
    const rows: [Words, Words][] = [
      [heading('seller'), sellerName(bill)],
      ['', joined([seller.street, seller.place], ', ')],
      [heading('buyer'), buyerName(bill)],
      ['', joined([buyer.street, buyer.place], ', ')],
    ];
    if (random.chance(0.4)) rows.push([manner.label('contact'), buyer.person]);
    for (const [label, text] of rows) {
      sheet.text(left, end, label);
      sheet.text(left + 110, end, text);
      end += paper.leading;
    }
  }
  paper.y = end + paper.leading;
}

/** Everything in the head that is a label and a value, in the order of the template. */
export function infoOf(paper: Paper, bill: Bill): { label: Words; text: Words }[] {
  const { scene } = paper;
  const { random, manner } = scene;
  const pairs: ({ label: Words; text: Words } | null)[] = [
    bill.numberIn === 'info' ? { label: manner.label('number'), text: value('invoice_number', bill.number) } : null,
    bill.dated === 'label' ? { label: manner.label('date'), text: manner.date(bill.date, 'invoice_date') } : null,
    bill.customer === null ? null : { label: manner.label('customer'), text: bill.customer },
    bill.order === null ? null : { label: manner.label('order'), text: value('order_number', bill.order) },
    bill.delivery === null ? null : { label: manner.label('delivery'), text: manner.date(bill.delivery, 'delivery_date') },
    bill.due === null || bill.dueIn !== 'info' ? null : { label: manner.label('due'), text: manner.date(bill.due, 'due_date') },
    random.chance(0.2) ? { label: manner.label('other_date'), text: manner.date(paper.anyDate()) } : null,
    random.chance(0.3)
      ? { label: manner.label('other_reference'), text: random.shape(random.pick(['00000', '@@-0000', '0000/00'])) }
      : null,
    random.chance(0.2) ? { label: manner.label('contact'), text: bill.seller.person } : null,
    random.chance(0.1) ? { label: manner.label('phone'), text: bill.seller.phone } : null,
    random.chance(0.1) && bill.buyer.vatId !== null ? { label: manner.label('buyer_vat_id'), text: bill.buyer.vatId } : null,
  ];
  const there = pairs.filter((pair) => pair !== null);
  return random.chance(0.45) ? random.shuffle(there) : there;
}

export function drawTitle(paper: Paper, bill: Bill, x: number, align: 'left' | 'right' | 'center'): void {
  const { sheet, scene, bold } = paper;
  const { random, manner } = scene;
  const style = { size: sheet.base.size + random.int(1, 8), font: bold, align };
  paper.down(0.6);
  if (bill.numberIn === 'title') {
    const key = bill.dated === 'title' ? 'title_dated' : 'title_number';
    const parts = manner.word(key).split(/(\{n\}|\{date\})/);
    const words = parts.map((part): Words => {
      if (part === '{n}') return value('invoice_number', bill.number);
      return part === '{date}' ? manner.date(bill.date, 'invoice_date') : part;
    });
    sheet.text(x, paper.y, words, { ...style, size: sheet.base.size + random.int(0, 4) });
  } else sheet.text(x, paper.y, manner.word(bill.credit ? 'credit_note' : 'invoice'), style);
  paper.down(1.8);
}

export function drawInfo(paper: Paper, bill: Bill, kind: Info): void {
  const { sheet, left, right, leading, scene } = paper;
  const { random, manner } = scene;
  const pairs = infoOf(paper, bill);
  if (bill.dated === 'place') {
    const words = fill(manner.word('place_date'), { city: bill.seller.city }).split('{date}');
    sheet.text(random.chance(0.5) ? right : left + 320, paper.y, [words[0] ?? '', manner.date(bill.date, 'invoice_date')], {
      align: random.chance(0.5) ? 'right' : 'left',
    });
    paper.down(1.5);
  }
  // Nobody says what this date is.
  if (bill.dated === 'bare') {
    sheet.text(right, paper.y, manner.date(bill.date), { align: 'right' });
    paper.down(1.5);
  }
  if (kind === 'pairs-right' || kind === 'pairs-left' || kind === 'pairs-tight') {
    const x = kind === 'pairs-left' ? left : left + 290;
    const to = kind === 'pairs-tight' ? 6 + Math.max(...pairs.map(({ label }) => sheet.widthOf(label))) : random.int(110, 125);
    const flush = kind === 'pairs-right' && random.chance(0.4);
    for (const { label, text } of pairs) {
      sheet.text(x, paper.y, label);
      if (flush) sheet.text(right, paper.y, text, { align: 'right' });
      else sheet.text(x + to, paper.y, text);
      paper.down();
    }
  } else if (kind === 'inline') {
    for (let at = 0; at < pairs.length; at += 2) {
      const line = pairs.slice(at, at + 2).map(({ label, text }): Words => [label, ' ', text]);
      sheet.text(left, paper.y, joined(line, random.pick(['   ', '    ', '  -  ', ' / ', '  |  '])));
      paper.down(1.1);
    }
  } else if (kind === 'stacked') {
    for (const { label, text } of pairs) {
      sheet.text(left + 330, paper.y, label, { size: sheet.base.size - 2 });
      sheet.text(left + 330, paper.y + leading * 0.9, text);
      paper.down(2.1);
    }
  } else {
    const columns = kind === 'grid' ? 3 : Math.min(5, pairs.length);
    const width = 500 / columns;
    for (let at = 0; at < pairs.length; at += columns) {
      if (kind === 'grid' || random.chance(0.4)) sheet.box(left - 3, paper.y - leading, 506, leading * 2.3, null, [0.5, 0.5, 0.5]);
      pairs.slice(at, at + columns).forEach(({ label, text }, n) => {
        sheet.text(left + n * width, paper.y, label, { size: sheet.base.size - 1 });
        sheet.text(left + n * width, paper.y + leading, text);
      });
      paper.down(2.6);
    }
  }
  paper.down(0.7);
}
