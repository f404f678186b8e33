/** UN/CEFACT Cross Industry Invoice, D16B and later: ZUGFeRD 2, Factur-X, XRechnung. */
import type { Syntax } from './e-invoice.ts';

const TRADE = 'SupplyChainTradeTransaction';
const AGREEMENT = `${TRADE}/ApplicableHeaderTradeAgreement`;
const DELIVERY = `${TRADE}/ApplicableHeaderTradeDelivery`;
const SETTLEMENT = `${TRADE}/ApplicableHeaderTradeSettlement`;
const SUMS = `${SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation`;
const MEANS = `${SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans`;

export const CII: Syntax = {
  invoice_number: ['ExchangedDocument/ID'],
  invoice_date: ['ExchangedDocument/IssueDateTime/DateTimeString'],
  due_date: [`${SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString`],
  delivery_date: [`${DELIVERY}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString`],
  seller: [`${AGREEMENT}/SellerTradeParty/Name`],
  buyer: [`${AGREEMENT}/BuyerTradeParty/Name`],
  seller_vat_id: [`${AGREEMENT}/SellerTradeParty/SpecifiedTaxRegistration/ID[@schemeID=VA]`],
  buyer_vat_id: [`${AGREEMENT}/BuyerTradeParty/SpecifiedTaxRegistration/ID[@schemeID=VA]`],
  customer_number: [`${AGREEMENT}/BuyerTradeParty/ID`],
  order_number: [`${AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID`],
  currency: [`${SETTLEMENT}/InvoiceCurrencyCode`],
  iban: [`${MEANS}/PayeePartyCreditorFinancialAccount/IBANID`],
  bic: [`${MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID`],
  total_net: [`${SUMS}/TaxBasisTotalAmount`],
  total_tax: [`${SUMS}/TaxTotalAmount`],
  total_gross: [`${SUMS}/GrandTotalAmount`],
  paid: [`${SUMS}/TotalPrepaidAmount`],
};
