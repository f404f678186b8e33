/** PDFs drawn with pdfkit, and the boxes its own metrics say the texts have. */
import PDFDocument from 'pdfkit';

export type Drawing = InstanceType<typeof PDFDocument>;

/** One page after another; each drawer gets the document with its page just added. A4, no margins, Helvetica 12. */
export async function drawPdf(pages: readonly ((doc: Drawing) => void)[], options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, ...options });
  const chunks: Promise<Buffer[]> = doc.toArray();
  for (const draw of pages) {
    doc.addPage();
    doc.font('Helvetica').fontSize(12);
    draw(doc);
  }
  doc.end();
  return Buffer.concat(await chunks);
}

/** Writes at a place and nowhere else: no wrapping. */
export const write = (doc: Drawing, text: string, x: number, y: number): void => {
  doc.text(text, x, y, { lineBreak: false });
};

/** A4 in points. */
export const A4 = { width: 595.28, height: 841.89 };

/** Height of a line of Helvetica 12 from ascender to descender: (0.718 + 0.207) · 12 (Adobe font metrics). */
export const LINE_12 = 11.1;

/** Width of a text in Helvetica 12, by pdfkit's metrics. */
export function width12(text: string): number {
  return new PDFDocument({ autoFirstPage: false }).font('Helvetica').fontSize(12).widthOfString(text);
}
