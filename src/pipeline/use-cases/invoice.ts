/** Shipped use case: the head, the parties and the totals of an invoice or credit note. */
import { defineUseCase } from './define.ts';

export const invoice = defineUseCase({
  name: 'invoice',
  title: 'Invoice',
  description: 'Number, dates, parties, totals and payment details of an invoice or a credit note.',
  fields: [
    {
      name: 'invoice_number',
      type: 'string',
      required: true,
      description: 'The number the seller gave the invoice.',
      role: 'invoice_number',
      place: 'head',
    },
    {
      name: 'invoice_date',
      type: 'date',
      required: true,
      description: 'The day the invoice was issued.',
      role: 'invoice_date',
      place: 'head',
      alone: 'head',
    },
    { name: 'due_date', type: 'date', description: 'The day by which the invoice is to be paid.', role: 'due_date' },
    { name: 'delivery_date', type: 'date', description: 'The day of delivery or service.', role: 'delivery_date' },
    { name: 'seller_name', type: 'string', required: true, description: 'Who issued the invoice.', role: 'seller' },
    {
      name: 'seller_vat_id',
      type: 'string',
      description: 'VAT identification number of the seller.',
      role: 'seller_vat_id',
      belongs_to: 'seller',
    },
    { name: 'buyer_name', type: 'string', description: 'Who is billed.', role: 'buyer' },
    { name: 'currency', type: 'string', required: true, description: 'ISO 4217 code of the totals.', role: 'currency' },
    { name: 'net_amount', type: 'decimal', description: 'Total without tax.', role: 'total_net' },
    { name: 'tax_amount', type: 'decimal', description: 'Total of the taxes.', role: 'total_tax' },
    { name: 'gross_amount', type: 'decimal', required: true, description: 'Total with tax.', role: 'total_gross' },
    { name: 'iban', type: 'string', description: 'Account to pay to, without blanks.', role: 'iban', belongs_to: 'seller' },
    { name: 'bic', type: 'string', description: 'BIC of the account to pay to.', role: 'bic', belongs_to: 'seller' },
    { name: 'order_number', type: 'string', description: "The buyer's order this invoice belongs to.", role: 'order_number' },
  ],
  checks: [{ kind: 'sum', parts: ['net_amount', 'tax_amount'], total: 'gross_amount' }],
});
