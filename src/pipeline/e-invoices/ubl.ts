/** OASIS Universal Business Language 2.1, Invoice and CreditNote: XRechnung, Peppol BIS Billing. */
import type { Syntax } from './e-invoice.ts';

const SELLER = 'AccountingSupplierParty/Party';
const BUYER = 'AccountingCustomerParty/Party';
const SUMS = 'LegalMonetaryTotal';
const vatId = (party: string): string => `${party}/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID`;

export const UBL: Syntax = {
  invoice_number: ['ID'],
  invoice_date: ['IssueDate'],
  // Credit notes have no date of their own for it.
  due_date: ['DueDate', 'PaymentMeans/PaymentDueDate'],
  delivery_date: ['Delivery/ActualDeliveryDate'],
  seller: [`${SELLER}/PartyLegalEntity/RegistrationName`, `${SELLER}/PartyName/Name`],
  buyer: [`${BUYER}/PartyLegalEntity/RegistrationName`, `${BUYER}/PartyName/Name`],
  seller_vat_id: [vatId(SELLER)],
  buyer_vat_id: [vatId(BUYER)],
  customer_number: [`${BUYER}/PartyIdentification/ID`],
  order_number: ['OrderReference/ID'],
  currency: ['DocumentCurrencyCode'],
  iban: ['PaymentMeans/PayeeFinancialAccount/ID'],
  bic: ['PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID'],
  total_net: [`${SUMS}/TaxExclusiveAmount`],
  total_tax: ['TaxTotal/TaxAmount'],
  total_gross: [`${SUMS}/TaxInclusiveAmount`],
  paid: [`${SUMS}/PrepaidAmount`],
};
