/** The rows of goods and services, in the columns a family has. */
import { value, type Words } from '../../drawing/words.ts';
import type { WordKey } from '../../languages/language.ts';
import type { Scene } from '../../scene.ts';
import type { Bill, Line } from './content.ts';
import type { Paper } from './paper.ts';

type Cell = 'pos' | 'code' | 'text' | 'quantity' | 'unit' | 'price' | 'rate' | 'tax' | 'amount' | 'date';

interface Column {
  readonly cell: Cell;
  readonly x: number;
  readonly align: 'left' | 'right' | 'center';
}

/** Points from the left edge of the print area, of 500 points. */
const left = (cell: Cell, x: number): Column => ({ cell, x, align: 'left' });
const right = (cell: Cell, x: number): Column => ({ cell, x, align: 'right' });

export const TABLES = {
  full: [
    left('pos', 0),
    left('code', 28),
    left('text', 90),
    right('quantity', 312),
    left('unit', 320),
    right('price', 410),
    right('rate', 446),
    right('amount', 500),
  ],
  usual: [left('pos', 0), left('text', 30), right('quantity', 320), left('unit', 328), right('price', 420), right('amount', 500)],
  simple: [left('text', 0), right('amount', 500)],
  quantity_first: [right('quantity', 26), left('unit', 34), left('text', 70), right('price', 410), right('amount', 500)],
  rated: [left('text', 0), right('quantity', 270), right('price', 350), right('rate', 410), right('amount', 500)],
  taxed: [left('text', 0), right('quantity', 240), right('price', 310), right('rate', 355), right('tax', 425), right('amount', 500)],
  close: [left('code', 0), left('text', 62), right('quantity', 380), right('price', 424), right('rate', 448), right('amount', 500)],
  dated: [left('date', 0), left('text', 70), right('quantity', 330), right('price', 415), right('amount', 500)],
} as const satisfies Record<string, readonly Column[]>;
export type TableKind = keyof typeof TABLES;

const HEADINGS: Readonly<Record<Cell, WordKey>> = {
  pos: 'h_pos',
  code: 'h_code',
  text: 'h_item',
  quantity: 'h_qty',
  unit: 'h_unit',
  price: 'h_price',
  rate: 'h_rate',
  tax: 'h_tax',
  amount: 'h_amount',
  date: 'h_date',
};

export interface TableStyle {
  readonly kind: TableKind;
  readonly rules: 'under-heading' | 'all' | 'none' | 'shaded';
}

export function drawTable(paper: Paper, bill: Bill, { kind, rules }: TableStyle): void {
  const { scene, leading } = paper;
  const { random, manner } = scene;
  const columns: readonly Column[] = TABLES[kind];
  const bold = random.chance(0.7);
  const headings = (): void => {
    if (rules === 'shaded') paper.sheet.box(paper.left - 3, paper.y - leading * 0.85, 506, leading * 1.2, [0.88, 0.9, 0.93]);
    columns.forEach(({ cell, x, align }, n) => {
      // A heading has the room up to its neighbour.
      const next =
        align === 'left' ? (columns[n + 1]?.x ?? 500) - (columns[n + 1]?.align === 'right' ? 45 : 0) - x : x - (columns[n - 1]?.x ?? 0);
      paper.sheet.text(paper.left + x, paper.y, manner.bare(HEADINGS[cell]), {
        align,
        room: Math.max(20, next - 4),
        ...(bold ? { font: paper.bold } : {}),
      });
    });
    if (rules === 'all' || rules === 'under-heading') paper.sheet.rule(paper.left, paper.y + 4, paper.left + 500);
    paper.down(1.4);
  };
  headings();
  let carried = 0;
  bill.lines.forEach((line, n) => {
    if (paper.full(5)) {
      drawCarried(paper, carried);
      paper.turnOver();
      headings();
      if (random.chance(0.6)) drawCarried(paper, carried);
    }
    drawRow(paper, columns, line, n, scene);
    carried += line.amount;
    if (rules === 'all') paper.sheet.rule(paper.left, paper.y - leading * 0.9, paper.left + 500);
  });
  if (rules !== 'none') paper.sheet.rule(paper.left, paper.y - leading * 0.8, paper.left + 500);
}

function drawCarried(paper: Paper, carried: number): void {
  const { manner } = paper.scene;
  paper.sheet.text(paper.left + 330, paper.y, manner.bare('carried'), { align: 'left' });
  paper.sheet.text(paper.left + 500, paper.y, manner.amount(null, carried), { align: 'right' });
  paper.down(1.2);
}

function drawRow(paper: Paper, columns: readonly Column[], line: Line, n: number, { random, manner }: Scene): void {
  const at = (name: string, text: string): Words => value(`line_items.${n}.${name}`, text);
  const cells: Readonly<Record<Cell, Words>> = {
    pos: String(n + 1),
    code: line.code,
    text: at('description', line.text),
    quantity: at('quantity', line.quantity % 100 === 0 ? manner.number(line.quantity / 100, 0) : manner.number(line.quantity)),
    unit: at('unit', line.unit),
    price: at('unit_price', manner.number(line.price)),
    rate: [at('tax_rate', manner.rate(line.rate)), paper.percent],
    tax: manner.number(Math.round((line.amount * line.rate) / 100)),
    amount: paper.amountsSigned ? manner.amount(`line_items.${n}.amount`, line.amount) : at('amount', manner.number(line.amount)),
    date: manner.otherDate(paper.anyDate()),
  };
  for (const { cell, x, align } of columns) paper.sheet.text(paper.left + x, paper.y, cells[cell], { align });
  paper.down(1.15);
  const text = columns.find(({ cell }) => cell === 'text');
  if (text !== undefined && random.chance(0.18)) {
    paper.sheet.text(paper.left + text.x, paper.y, paper.remark(), { size: paper.sheet.base.size - 1 });
    paper.down(1.1);
  }
}
