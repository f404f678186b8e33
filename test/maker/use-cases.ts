/** The use case that each kind of document is made for, and the single fields whose truth is known. */
import type { UseCase } from '../../src/contracts/use-case.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';
import { settlement } from './own-use-cases.ts';
import type { DocumentKind } from './scene.ts';

/** Single fields of each kind: those that a document says nothing of are true as null. */
export const FIELDS: Readonly<Record<DocumentKind, readonly string[]>> = {
  invoice: [
    'invoice_number',
    'invoice_date',
    'due_date',
    'delivery_date',
    'seller_name',
    'seller_vat_id',
    'buyer_name',
    'currency',
    'net_amount',
    'tax_amount',
    'gross_amount',
    'iban',
    'bic',
    'order_number',
  ],
  bank_statement_header: [
    'bank_name',
    'account_iban',
    'account_type',
    'currency',
    'statement_date',
    'statement_period_start',
    'statement_period_end',
    'opening_balance',
    'closing_balance',
  ],
  letter: ['sender_name', 'recipient_name', 'date', 'subject', 'our_reference', 'your_reference'],
  settlement: [
    'isin',
    'security_number',
    'security',
    'executed_on',
    'executed_at',
    'settles_on',
    'quantity',
    'unit_price',
    'market_value',
    'settled_amount',
    'currency',
    'order_number',
  ],
  receipt: ['merchant_name', 'date', 'time', 'currency', 'total', 'tax_amount', 'payment_method', 'tip'],
};

/** The shipped one; settlements have one that an integrator might write. */
export function useCaseOf(kind: DocumentKind): UseCase {
  const useCase = [...SHIPPED, settlement].find(({ name }) => name === kind);
  if (useCase === undefined) throw new Error(`no use case ${kind}`);
  return useCase;
}
