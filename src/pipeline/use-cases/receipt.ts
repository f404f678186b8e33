/** Shipped use case: what a till receipt says. */
import { defineUseCase } from './define.ts';

export const receipt = defineUseCase({
  name: 'receipt',
  title: 'Receipt',
  description: 'Merchant, time, total and way of payment of a till receipt.',
  fields: [
    { name: 'merchant_name', type: 'string', required: true, description: 'The shop or business.', role: 'merchant' },
    { name: 'date', type: 'date', required: true, description: 'The day of the sale.', role: 'sale_date', alone: 'anywhere' },
    { name: 'time', type: 'string', description: 'The time of the sale, HH:MM.', role: 'sale_time', alone: 'anywhere' },
    { name: 'currency', type: 'string', description: 'ISO 4217 code.', role: 'currency' },
    { name: 'total', type: 'decimal', required: true, description: 'What was to be paid, tax included.', role: 'receipt_total' },
    { name: 'tax_amount', type: 'decimal', description: 'Total of the taxes.', role: 'receipt_tax' },
    { name: 'payment_method', type: 'string', description: 'How it was paid, as the receipt says it.', role: 'payment_method' },
  ],
});
