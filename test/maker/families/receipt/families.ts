/** Layouts of receipts: tills of shops, restaurants and petrol stations, with what stands around the sums. */
import { daysAfter } from '../../codes.ts';
import { makeCompany } from '../../companies.ts';
import { value, type Words } from '../../drawing/words.ts';
import type { Family, Scene } from '../../scene.ts';
import { type Article, makeSale, type Sale } from './content.ts';
import { drawSums } from './sums.ts';
import { Till } from './till.ts';

export interface ReceiptLayout {
  readonly id: string;
  readonly width: number;
  readonly head: 'center' | 'left' | 'names-below';
  readonly meta: 'labels' | 'one-line' | 'pairs' | 'bottom';
  readonly articles: 'one-line' | 'two-line' | 'columns' | 'quantity-first' | 'code-line';
  readonly sums: 'plain' | 'labelled' | 'inclusive' | 'tax-first' | 'indented' | 'many-totals' | 'labels-above';
  readonly after: 'tax-table' | 'summary' | 'card' | 'none';
  readonly tipped: boolean;
  readonly mostArticles: number;
}

const LAYOUTS: readonly ReceiptLayout[] = [
  {
    id: 'receipt-till',
    width: 227,
    head: 'center',
    meta: 'bottom',
    articles: 'one-line',
    sums: 'plain',
    after: 'tax-table',
    tipped: false,
    mostArticles: 9,
  },
  {
    id: 'receipt-columns',
    width: 227,
    head: 'center',
    meta: 'labels',
    articles: 'columns',
    sums: 'inclusive',
    after: 'summary',
    tipped: false,
    mostArticles: 6,
  },
  {
    id: 'receipt-restaurant',
    width: 240,
    head: 'center',
    meta: 'pairs',
    articles: 'quantity-first',
    sums: 'tax-first',
    after: 'none',
    tipped: true,
    mostArticles: 7,
  },
  {
    id: 'receipt-card',
    width: 200,
    head: 'left',
    meta: 'one-line',
    articles: 'two-line',
    sums: 'labelled',
    after: 'card',
    tipped: false,
    mostArticles: 5,
  },
  {
    id: 'receipt-code-line',
    width: 227,
    head: 'names-below',
    meta: 'labels',
    articles: 'code-line',
    sums: 'many-totals',
    after: 'summary',
    tipped: false,
    mostArticles: 8,
  },
  {
    id: 'receipt-indented',
    width: 250,
    head: 'left',
    meta: 'pairs',
    articles: 'columns',
    sums: 'indented',
    after: 'none',
    tipped: false,
    mostArticles: 5,
  },
  {
    id: 'receipt-totals',
    width: 227,
    head: 'center',
    meta: 'labels',
    articles: 'quantity-first',
    sums: 'many-totals',
    after: 'tax-table',
    tipped: false,
    mostArticles: 6,
  },
  {
    id: 'receipt-labels-above',
    width: 190,
    head: 'center',
    meta: 'bottom',
    articles: 'two-line',
    sums: 'labels-above',
    after: 'card',
    tipped: true,
    mostArticles: 4,
  },
];

function draw(scene: Scene, layout: ReceiptLayout): void {
  const sale = makeSale(scene, layout.mostArticles, layout.tipped);
  const till = new Till(scene);
  const { random, manner } = scene;
  drawHead(till, sale, layout);
  if (layout.meta !== 'bottom') drawMeta(till, sale, layout);
  if (random.chance(0.5)) till.rule();
  drawArticles(till, sale, layout);
  if (random.chance(0.5)) till.rule();
  drawSums(till, sale, layout);
  if (layout.meta === 'bottom') drawMeta(till, sale, layout);
  if (random.chance(0.15)) {
    const [before = '', after = ''] = manner.any('r_return').split('{date}');
    till.line([before, manner.date(daysAfter(sale.date, random.pick([14, 30, 90]))), after], 'center');
  }
  till.down(0.5);
  for (let n = random.int(0, 2); n > 0; n--) till.line(manner.any('r_thanks'), 'center');
  till.cut();
}

function drawHead(till: Till, sale: Sale, { head }: ReceiptLayout): void {
  const { random, manner, sheet } = till.scene;
  const { merchant } = sale;
  const align = head === 'left' ? 'left' : 'center';
  if (random.chance(0.07)) till.line(manner.any('r_thanks'), align);
  // Somebody wrote a name on it, or the till prints its number.
  if (random.chance(0.08))
    till.line(
      random.chance(0.5) ? makeCompany(random, till.scene.language, till.scene.country).person.toUpperCase() : random.shape('00000000'),
      align,
    );
  const title = manner.word('r_title');
  if (random.chance(head === 'names-below' ? 0.9 : 0.12)) till.line(title, align);
  drawName(till, sale, align, random.chance(0.6) ? sheet.base.size + random.int(1, 4) : sheet.base.size);
  const register: Words[] = [merchant.register];
  const vat: Words[] =
    merchant.vatId === null ? [`${manner.label('tax_number')} ${merchant.taxNumber}`] : [`${manner.label('vat_id')} ${merchant.vatId}`];
  const lines: Words[] = [
    ...(random.chance(0.35) ? register : []),
    ...(random.chance(0.2) ? [`${manner.word('till')} ${merchant.city}`] : []),
    random.chance(0.25) ? `${merchant.street}, ${merchant.place}` : [merchant.street],
    merchant.place,
    ...(random.chance(0.7) ? [`${manner.label('phone')} ${merchant.phone}`] : []),
    ...(random.chance(0.55) ? vat : []),
    ...(random.chance(0.2) ? [merchant.web] : []),
  ];
  for (const line of lines) till.line(line, align);
  if (random.chance(0.4)) till.line(title, align);
  till.down(0.5);
}

/** A shop's name in one line, in two, or with its register behind it. */
function drawName(till: Till, sale: Sale, align: 'left' | 'center', size: number): void {
  const { random } = till.scene;
  const words = sale.name.split(' ');
  const name = value('merchant_name', sale.name);
  if (words.length > 2 && random.chance(0.07)) {
    const at = random.int(1, words.length - 1);
    till.line(value('merchant_name', words.slice(0, at).join(' ')), align, { size });
    till.line(value('merchant_name', words.slice(at).join(' ')), align, { size });
  } else if (random.chance(0.15))
    till.line([name, ' ', random.shape(random.pick(['(00000-@)', '000000-@', '(000000-@)', '#0000']))], align);
  else till.line(name, align, { size });
}

function drawMeta(till: Till, sale: Sale, { meta }: ReceiptLayout): void {
  const { random, manner } = till.scene;
  const date = manner.date(sale.date, 'date');
  const time = timeText(till.scene, sale.time);
  const number = random.shape(random.pick(['000000', '0000', 'CS00000000', '00000000 / POS01', '@@-0000', '0000 0000 0000']));
  const cashier = random.pick([sale.merchant.person, sale.merchant.person.split(' ')[0] ?? '', random.shape('00')]);
  const till1 = `${manner.label('till')} ${random.shape('00')}`;
  const withTime = random.chance(0.8);
  if (meta === 'labels') {
    till.line([manner.label('r_number'), ' ', number]);
    till.line([manner.label('r_date'), ' ', date, ...(withTime && random.chance(0.5) ? [' ', time] : [])]);
    if (withTime && random.chance(0.5)) till.line([manner.label('r_time'), ' ', time]);
    if (random.chance(0.6)) till.line([manner.label('cashier'), ' ', cashier]);
  } else if (meta === 'pairs') {
    till.pair([manner.label('r_date'), ' ', date], withTime ? [manner.label('r_time'), ' ', time] : '');
    till.pair([manner.label('r_number'), ' ', number], till1);
    if (random.chance(0.5)) till.line([manner.label('cashier'), ' ', cashier]);
  } else {
    till.line([
      date,
      random.pick([' ', '  ', '   ', ' - ']),
      withTime ? [time, random.pick(['  ', ' '])] : '',
      number,
      random.chance(0.4) ? ` ${till1}` : '',
    ]);
    if (random.chance(0.4)) till.line([manner.label('cashier'), ' ', cashier]);
  }
  till.down(0.3);
}

/** The truth has the seconds where the receipt has them. */
function timeText({ random, country, truth }: Scene, time: string): Words {
  const [hour = '', minute = '', second = ''] = time.split(':');
  const behind = random.chance(0.4) ? `:${second}` : '';
  truth.set('time', `${hour}:${minute}${behind}`);
  const halved = ['US', 'MY', 'AU'].includes(country.code) && random.chance(0.5);
  if (!halved) return value('time', `${hour}:${minute}${behind}`);
  return value('time', `${Number(hour) % 12 || 12}:${minute}${behind} ${Number(hour) < 12 ? 'AM' : 'PM'}`);
}

function drawArticles(till: Till, sale: Sale, { articles }: ReceiptLayout): void {
  const { random, manner } = till.scene;
  const sign = random.chance(0.2);
  const letter = random.chance(0.4);
  if (articles === 'columns') {
    till.row([manner.bare('h_item'), manner.bare('h_qty'), manner.bare('h_price'), manner.bare('h_amount')], [0, 0.5, 0.74, 1]);
  } else if (random.chance(0.3)) till.pair('', manner.currency());
  sale.articles.forEach((article, n) => {
    drawArticle(
      till,
      article,
      n,
      articles,
      sign ? (field, cents) => manner.amount(field, cents) : (field, cents) => value(field, manner.number(cents)),
      letter,
    );
  });
}

function drawArticle(
  till: Till,
  article: Article,
  n: number,
  kind: ReceiptLayout['articles'],
  money: (field: string, cents: number) => Words,
  letter: boolean,
): void {
  const { random, manner } = till.scene;
  const at = (name: string): string => `line_items.${n}.${name}`;
  const text = value(at('description'), article.text);
  const quantity = value(at('quantity'), String(article.quantity));
  const price = value(at('unit_price'), manner.number(article.price));
  const amount: Words = [money(at('amount'), article.amount), letter ? ` ${article.rate > 10 ? 'A' : 'B'}` : ''];
  const by = random.pick([' x ', ' X ', ' @ ', ' * ']);
  if (kind === 'columns') till.row([text, quantity, price, amount], [0, 0.5, 0.74, 1]);
  else if (kind === 'quantity-first') till.pair([quantity, random.chance(0.3) ? ' x ' : '  ', text], amount);
  else if (kind === 'code-line' || (kind === 'two-line' && article.quantity > 1)) {
    till.line(kind === 'code-line' ? [random.shape('0000000000000'), ' ', text] : text);
    till.pair(['  ', quantity, by, price], amount);
  } else till.pair(article.quantity > 1 ? [quantity, ' ', text] : text, amount);
}

export const RECEIPTS: readonly Family[] = LAYOUTS.map((layout) => ({
  id: layout.id,
  kind: 'receipt',
  texts: 0.5,
  paper: { width: layout.width, height: 842 },
  draw: (scene) => draw(scene, layout),
}));
