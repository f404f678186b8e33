/**
 * Writes the sample documents beside this file, each as `.pdf`, as `.txt` and with its true answers as `.json`.
 * `node samples/make.ts [folder]`; the bytes are the same every time.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { invoiceCh } from './make/invoice-ch.ts';
import { invoiceDe } from './make/invoice-de.ts';
import { invoiceDeTwoPages } from './make/invoice-de-two-pages.ts';
import { invoiceEn } from './make/invoice-en.ts';
import { invoiceUs } from './make/invoice-us.ts';
import { receipts } from './make/receipts.ts';
import { statementDe } from './make/statement-de.ts';
import { statementEn } from './make/statement-en.ts';
import { statementUsTwoPages } from './make/statement-us-two-pages.ts';

const folder = resolve(process.argv[2] ?? import.meta.dirname);
await mkdir(folder, { recursive: true });
const samples = [
  statementEn(),
  statementDe(),
  statementUsTwoPages(),
  invoiceDe(),
  invoiceEn(),
  invoiceCh(),
  invoiceUs(),
  invoiceDeTwoPages(),
  ...receipts(),
];
for (const { name, use_case, sheet, truth } of samples) {
  await writeFile(join(folder, `${name}.pdf`), await sheet.pdf());
  await writeFile(join(folder, `${name}.txt`), sheet.layout());
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify({ use_case, truth }, null, 2)}\n`);
}
