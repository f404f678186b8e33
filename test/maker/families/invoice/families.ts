/** Layouts of invoices: each is a way to arrange the same parts. What differs within one is chance; what differs between them is the family. */
import { A4 } from '../../drawing/sheet.ts';
import type { Family, Scene } from '../../scene.ts';
import { type Bill, makeBill } from './content.ts';
import { drawFooter, drawPayment, type Footer, type Payment } from './foot.ts';
import { drawInfo, drawLetterhead, drawParties, drawTitle, type Info, type Letterhead, type Parties } from './head.ts';
import { drawForm, drawHeadline, drawProse } from './other-heads.ts';
import { Paper } from './paper.ts';
import { drawSums, drawTotalWithTax, type Sums } from './sums.ts';
import { drawTable, type TableStyle } from './table.ts';

type Part =
  | 'letterhead'
  | 'parties'
  | 'title'
  | 'info'
  | 'intro'
  | 'table'
  | 'sums'
  | 'total-with-tax'
  | 'headline'
  | 'prose'
  | 'form'
  | 'payment'
  | 'footer'
  | 'beside';

interface Layout {
  readonly id: string;
  readonly parts: readonly Part[];
  readonly letterhead: Letterhead;
  readonly parties: Parties;
  readonly title: 'left' | 'right' | 'center';
  readonly info: Info;
  readonly table: TableStyle;
  readonly sums: Sums;
  readonly payment: Payment;
  readonly footer: Footer;
  readonly mostLines: number;
}

const USUAL: readonly Part[] = ['letterhead', 'parties', 'title', 'info', 'intro', 'table', 'sums', 'payment', 'footer'];

const LAYOUTS: readonly Layout[] = [
  {
    id: 'invoice-window',
    // The block of numbers stands beside the address.
    parts: ['letterhead', 'beside', 'title', 'intro', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'right',
    parties: 'window',
    title: 'left',
    info: 'pairs-right',
    table: { kind: 'usual', rules: 'under-heading' },
    sums: 'right',
    payment: 'footer',
    footer: 'columns',
    mostLines: 8,
  },
  {
    id: 'invoice-two-columns',
    parts: ['title', 'info', 'parties', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'none',
    parties: 'two-columns',
    title: 'left',
    info: 'pairs-left',
    table: { kind: 'rated', rules: 'all' },
    sums: 'tight',
    payment: 'pairs',
    footer: 'none',
    mostLines: 9,
  },
  {
    id: 'invoice-head-row',
    parts: ['letterhead', 'parties', 'title', 'info', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'left',
    parties: 'labelled',
    title: 'right',
    info: 'head-row',
    table: { kind: 'full', rules: 'shaded' },
    sums: 'tax-table',
    payment: 'line',
    footer: 'lines',
    mostLines: 30,
  },
  {
    id: 'invoice-letter',
    parts: ['letterhead', 'parties', 'info', 'title', 'intro', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'person',
    parties: 'buyer-first',
    title: 'left',
    info: 'inline',
    table: { kind: 'simple', rules: 'none' },
    sums: 'dots',
    payment: 'sentence',
    footer: 'line',
    mostLines: 4,
  },
  {
    id: 'invoice-band',
    parts: ['letterhead', 'beside', 'intro', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'band',
    parties: 'labelled',
    title: 'right',
    info: 'pairs-tight',
    table: { kind: 'usual', rules: 'shaded' },
    sums: 'wide',
    payment: 'block',
    footer: 'none',
    mostLines: 7,
  },
  {
    id: 'invoice-grid',
    parts: USUAL,
    letterhead: 'centre',
    parties: 'buyer-right',
    title: 'center',
    info: 'grid',
    table: { kind: 'taxed', rules: 'all' },
    sums: 'row',
    payment: 'pairs',
    footer: 'line',
    mostLines: 6,
  },
  {
    id: 'invoice-right-window',
    parts: ['letterhead', 'parties', 'title', 'info', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'left',
    parties: 'window-right',
    title: 'left',
    info: 'pairs-left',
    table: { kind: 'quantity_first', rules: 'under-heading' },
    sums: 'right',
    payment: 'sentence',
    footer: 'columns',
    mostLines: 8,
  },
  {
    id: 'invoice-stacked',
    parts: ['letterhead', 'title', 'beside', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'split',
    parties: 'labelled',
    title: 'left',
    info: 'stacked',
    table: { kind: 'rated', rules: 'under-heading' },
    sums: 'boxes',
    payment: 'line',
    footer: 'lines',
    mostLines: 5,
  },
  {
    id: 'invoice-footer-seller',
    parts: ['title', 'parties', 'info', 'intro', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'none',
    parties: 'window',
    title: 'right',
    info: 'pairs-tight',
    table: { kind: 'full', rules: 'none' },
    sums: 'tight',
    payment: 'footer',
    footer: 'columns',
    mostLines: 14,
  },
  {
    id: 'invoice-prose',
    parts: ['letterhead', 'parties', 'title', 'prose', 'total-with-tax', 'payment', 'footer'],
    letterhead: 'centre',
    parties: 'buyer-first',
    title: 'left',
    info: 'inline',
    table: { kind: 'simple', rules: 'none' },
    sums: 'sentence',
    payment: 'sentence',
    footer: 'lines',
    mostLines: 1,
  },
  {
    id: 'invoice-headline',
    parts: ['letterhead', 'beside', 'headline', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'left',
    parties: 'window',
    title: 'left',
    info: 'stacked',
    table: { kind: 'simple', rules: 'under-heading' },
    sums: 'wide',
    payment: 'line',
    footer: 'columns',
    mostLines: 6,
  },
  {
    id: 'invoice-form',
    parts: ['title', 'form', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'none',
    parties: 'pairs',
    title: 'center',
    info: 'grid',
    table: { kind: 'close', rules: 'all' },
    sums: 'boxes',
    payment: 'pairs',
    footer: 'none',
    mostLines: 10,
  },
  {
    id: 'invoice-timesheet',
    parts: ['letterhead', 'title', 'parties', 'info', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'person',
    parties: 'line',
    title: 'left',
    info: 'inline',
    table: { kind: 'dated', rules: 'under-heading' },
    sums: 'left',
    payment: 'block',
    footer: 'none',
    mostLines: 18,
  },
  {
    id: 'invoice-pairs',
    parts: ['letterhead', 'title', 'info', 'parties', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'centre',
    parties: 'pairs',
    title: 'center',
    info: 'pairs-left',
    table: { kind: 'rated', rules: 'shaded' },
    sums: 'sentence',
    payment: 'pairs',
    footer: 'line',
    mostLines: 5,
  },
  {
    id: 'invoice-tax-table',
    parts: ['letterhead', 'parties', 'info', 'title', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'split',
    parties: 'buyer-right',
    title: 'left',
    info: 'head-row',
    table: { kind: 'taxed', rules: 'under-heading' },
    sums: 'tax-table',
    payment: 'block',
    footer: 'lines',
    mostLines: 12,
  },
  {
    id: 'invoice-row-end',
    parts: ['letterhead', 'parties', 'title', 'info', 'table', 'sums', 'payment', 'footer'],
    letterhead: 'band',
    parties: 'two-columns',
    title: 'left',
    info: 'grid',
    table: { kind: 'quantity_first', rules: 'all' },
    sums: 'row',
    payment: 'line',
    footer: 'columns',
    mostLines: 8,
  },
];

type Draw = (paper: Paper, bill: Bill, layout: Layout) => void;

const PARTS: Readonly<Record<Part, Draw>> = {
  letterhead: (paper, bill, { letterhead }) => drawLetterhead(paper, bill, letterhead),
  parties: (paper, bill, { parties }) => drawParties(paper, bill, parties),
  title: (paper, bill, { title }) => {
    drawTitle(paper, bill, { left: paper.left, right: paper.right, center: paper.left + 250 }[title], title);
  },
  info: (paper, bill, { info }) => drawInfo(paper, bill, info),
  beside: (paper, bill, { parties, info }) => {
    const start = paper.y;
    drawParties(paper, bill, parties);
    const end = paper.y;
    paper.y = start;
    drawInfo(paper, bill, info);
    paper.y = Math.max(paper.y, end);
  },
  intro: (paper) => {
    if (!paper.scene.random.chance(0.6)) return;
    paper.sheet.text(paper.left, paper.y, paper.scene.manner.any('intro'));
    paper.down(1.8);
  },
  table: (paper, bill, { table }) => drawTable(paper, bill, table),
  sums: (paper, bill, { sums }) => drawSums(paper, bill, sums),
  'total-with-tax': drawTotalWithTax,
  headline: drawHeadline,
  prose: drawProse,
  form: drawForm,
  payment: (paper, bill, { payment }) => drawPayment(paper, bill, payment),
  footer: (paper, bill, { footer, payment }) => drawFooter(paper, bill, footer, payment === 'footer'),
};

function drawInvoice(scene: Scene, layout: Layout): void {
  const bill = makeBill(scene, layout.mostLines);
  const paper = new Paper(scene, bill.date);
  for (const part of layout.parts) PARTS[part](paper, bill, layout);
}

export const INVOICES: readonly Family[] = LAYOUTS.map((layout) => ({
  id: layout.id,
  kind: 'invoice',
  paper: A4,
  draw: (scene) => drawInvoice(scene, layout),
}));
