/** Short invoices, each with a number and amounts of its own, so that an answer given to the wrong job shows. */
import type { SubmissionInput } from '../../src/contracts/request.ts';

/** Asks for the number alone: what is tested is who runs a job and how often, not how well it is read. */
export const ASKED = {
  use_case_inline: { name: 'invoice number', fields: [{ name: 'invoice_number', type: 'string', labels: ['Invoice no.'] }] },
} satisfies SubmissionInput;

/** In cents: net, and 19 % of it. */
const NET = 10_000;

/** @param nth from 0. */
export function invoiceText(nth: number): string {
  const net = NET + 100 * nth;
  const vat = Math.round(net * 0.19);
  const day = String(1 + (nth % 28)).padStart(2, '0');
  const amount = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  return [
    'Harbour Tools Ltd',
    '',
    `Invoice no. ${invoiceNumber(nth)}`,
    `Invoice date 2026-03-${day}`,
    '',
    `Net EUR ${amount(net)}`,
    `VAT 19% EUR ${amount(vat)}`,
    `Total EUR ${amount(net + vat)}`,
  ].join('\n');
}

export const invoiceNumber = (nth: number): string => `HT-${String(nth).padStart(5, '0')}`;
