/** A printed document: text and lines placed on pages, written as a PDF with a text layer and as laid-out text. */
import PDFDocument from 'pdfkit';

const FONTS = {
  sans: 'Helvetica',
  'sans-bold': 'Helvetica-Bold',
  'sans-italic': 'Helvetica-Oblique',
  serif: 'Times-Roman',
  'serif-bold': 'Times-Bold',
  'serif-italic': 'Times-Italic',
  mono: 'Courier',
  'mono-bold': 'Courier-Bold',
} as const;

export interface Style {
  /** Points. */
  readonly size?: number;
  readonly font?: keyof typeof FONTS;
  readonly color?: string;
  /** What `x` is: the text's left edge, right edge or middle. */
  readonly align?: 'left' | 'right' | 'center';
}

export interface Fill {
  readonly fill?: string;
  readonly stroke?: string;
  /** Line width in points. */
  readonly width?: number;
}

interface Run extends Required<Style> {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

interface Box extends Fill {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface SheetPage {
  readonly boxes: Box[];
  readonly runs: Run[];
}

/** Page sizes in points. */
export const A4 = { width: 595.28, height: 841.89 };
export const LETTER = { width: 612, height: 792 };

export interface SheetOptions {
  readonly size: { readonly width: number; readonly height: number };
  readonly title: string;
  readonly author: string;
  /** Written into the PDF, which is otherwise the same bytes every time. */
  readonly created: Date;
  /** Style of every text that does not say otherwise. */
  readonly base: Required<Style>;
  /** Points one character column of the laid-out text stands for. */
  readonly columnWidth: number;
}

/** All positions are points from the top left; a text's y is its baseline. */
export class Sheet {
  readonly #options: SheetOptions;
  readonly #pages: SheetPage[] = [{ boxes: [], runs: [] }];

  constructor(options: SheetOptions) {
    this.#options = options;
  }

  nextPage(): void {
    this.#pages.push({ boxes: [], runs: [] });
  }

  text(x: number, y: number, text: string, style: Style = {}): void {
    this.#page().runs.push({ ...this.#options.base, ...style, x, y, text });
  }

  /** Lines below one another, `leading` points apart; an empty one leaves its place blank. */
  lines(x: number, y: number, lines: readonly string[], leading: number, style: Style = {}): void {
    lines.forEach((line, n) => {
      if (line !== '') this.text(x, y + n * leading, line, style);
    });
  }

  /** One row of a table: a cell per column; empty cells are left out. */
  row(y: number, columns: readonly (Style & { readonly x: number })[], cells: readonly string[], style: Style = {}): void {
    columns.forEach(({ x, ...column }, n) => {
      const cell = cells[n];
      if (cell !== undefined && cell !== '') this.text(x, y, cell, { ...column, ...style });
    });
  }

  box(x: number, y: number, w: number, h: number, fill: Fill): void {
    this.#page().boxes.push({ x, y, w, h, ...fill });
  }

  rule(x1: number, y: number, x2: number, stroke = '#000000', width = 0.5): void {
    this.box(x1, y, x2 - x1, 0, { stroke, width });
  }

  #page(): SheetPage {
    const page = this.#pages.at(-1);
    if (page === undefined) throw new Error('a sheet has at least one page');
    return page;
  }

  async pdf(): Promise<Buffer> {
    const { size, title, author, created } = this.#options;
    const doc = new PDFDocument({
      size: [size.width, size.height],
      margin: 0,
      autoFirstPage: false,
      info: { Title: title, Author: author, CreationDate: created, ModDate: created },
    });
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<void>((resolve, reject) => {
      doc.on('end', resolve);
      doc.on('error', reject);
    });
    for (const page of this.#pages) {
      doc.addPage();
      for (const box of page.boxes) {
        if (box.h === 0) doc.moveTo(box.x, box.y).lineTo(box.x + box.w, box.y);
        else doc.rect(box.x, box.y, box.w, box.h);
        doc.lineWidth(box.width ?? 0.5);
        if (box.fill !== undefined) doc.fill(box.fill);
        else doc.stroke(box.stroke ?? '#000000');
      }
      for (const run of page.runs) {
        doc.font(FONTS[run.font]).fontSize(run.size).fillColor(run.color);
        const width = run.align === 'left' ? 0 : doc.widthOfString(run.text);
        doc.text(run.text, run.x - (run.align === 'center' ? width / 2 : width), run.y, { lineBreak: false, baseline: 'alphabetic' });
      }
    }
    doc.end();
    await ended;
    return Buffer.concat(chunks);
  }

  /** The pages as `pdftotext -layout` writes them: columns kept by blanks, a form feed after each page. */
  layout(): string {
    return this.#pages.map((page) => `${this.#rows(page).join('\n')}\n\f`).join('');
  }

  #rows(page: SheetPage): string[] {
    const { columnWidth } = this.#options;
    const rows: { y: number; runs: Run[] }[] = [];
    for (const run of page.runs.toSorted((a, b) => a.y - b.y)) {
      const row = rows.at(-1);
      if (row !== undefined && run.y - row.y <= SAME_ROW) row.runs.push(run);
      else rows.push({ y: run.y, runs: [run] });
    }
    const lines: string[] = [];
    let above: number | null = null;
    for (const { y, runs } of rows) {
      if (above !== null) {
        for (let gap = y - above; gap > BLANK_LINE; gap -= BLANK_LINE) lines.push('');
      }
      above = y;
      let line = '';
      const placed = runs.map((run) => ({ text: run.text, column: columnOf(run, columnWidth) })).toSorted((a, b) => a.column - b.column);
      for (const { text, column } of placed) line = (line === '' ? '' : `${line}  `).padEnd(column) + text;
      lines.push(line.trimEnd());
    }
    return lines;
  }
}

/** Baselines at most this far apart, in points, are one line of text. */
const SAME_ROW = 4;
/** A gap of this many points between baselines is one blank line. */
const BLANK_LINE = 18;

function columnOf(run: Run, columnWidth: number): number {
  const at = Math.round(run.x / columnWidth);
  const shift = { left: 0, right: run.text.length, center: Math.round(run.text.length / 2) }[run.align];
  return Math.max(0, at - shift);
}
