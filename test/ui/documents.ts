/** A bank statement whose closing balance alone is red, so that its place on the screen can be seen. */
import { drawPdf, write } from '../documents/drawn-pdf.ts';

export const STATEMENT_NAME = 'march-statement.pdf';

/** @param rotation degrees the page is turned for display. */
export function statement(rotation: 0 | 90 = 0): Promise<Buffer> {
  return drawPdf([
    (doc) => {
      Object.assign(doc.page.dictionary.data, { Rotate: rotation });
      // Drawn lying on its side, so that it stands upright once the page is turned.
      if (rotation === 90) doc.translate(0, doc.page.height).rotate(-90);
      doc.fontSize(16);
      write(doc, 'Harbour & Hill Bank plc', 60, 60);
      doc.fontSize(12);
      write(doc, 'Statement of account', 60, 100);
      write(doc, 'IBAN: GB29 NWBK 6016 1331 9268 19', 60, 130);
      write(doc, 'Statement period: 1 March 2026 to 31 March 2026', 60, 150);
      write(doc, 'Opening balance', 60, 200);
      write(doc, 'GBP 1,250.00', 400, 200);
      write(doc, 'Closing balance', 60, 420);
      write(doc, 'GBP', 400, 420);
      doc.fillColor('#e00000');
      write(doc, '2,670.00', 430, 420);
      doc.fillColor('#000000');
    },
  ]);
}

/** An invoice that leaves doubts: two totals, two days, a dollar sign without a country. */
export function doubtful(): Promise<Buffer> {
  return drawPdf([
    (doc) => {
      doc.fontSize(16);
      write(doc, 'Harbour Supplies', 60, 60);
      doc.fontSize(12);
      write(doc, 'Invoice no. HS-2026-17', 60, 110);
      write(doc, '04/03/2026', 400, 110);
      write(doc, 'Delivered 05/03/2026', 400, 130);
      write(doc, 'Rope, 20 m', 60, 200);
      write(doc, '$ 100.00', 400, 200);
      write(doc, 'Total', 60, 420);
      write(doc, '$ 119.00', 400, 420);
      write(doc, 'Total', 60, 450);
      write(doc, '$ 142.80', 400, 450);
    },
  ]);
}
