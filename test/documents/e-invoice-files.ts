/** Electronic invoices made up for tests: the same invoice in both syntaxes of EN 16931, and a PDF that carries one. */
import { drawPdf, write } from './drawn-pdf.ts';

export const STATED = {
  invoice_number: 'R-2026-0815',
  invoice_date: '2026-03-02',
  due_date: '2026-04-01',
  delivery_date: '2026-02-27',
  seller_name: 'Orgelbau Huber GmbH & Co. KG',
  seller_vat_id: 'DE123456788',
  buyer_name: 'Pfarrei Sankt Nikolaus',
  currency: 'EUR',
  net_amount: '1000.00',
  tax_amount: '190.00',
  gross_amount: '1190.00',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
  order_number: 'B-77',
};

const day = (role: string, iso: string) =>
  `<ram:${role}><udt:DateTimeString format="102">${iso.replaceAll('-', '')}</udt:DateTimeString></ram:${role}>`;

export const cii = (stated = STATED): string => `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument><ram:ID>${stated.invoice_number}</ram:ID><ram:TypeCode>380</ram:TypeCode>${day('IssueDateTime', stated.invoice_date)}</rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>Stimmung der Orgel</ram:Name></ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>
    <ram:ApplicableHeaderTradeAgreement>
      <ram:SellerTradeParty><ram:Name>${stated.seller_name.replace('&', '&amp;')}</ram:Name>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/345/67890</ram:ID></ram:SpecifiedTaxRegistration>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${stated.seller_vat_id}</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:Name>${stated.buyer_name}</ram:Name></ram:BuyerTradeParty>
      <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>${stated.order_number}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent>${day('OccurrenceDateTime', stated.delivery_date)}</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:InvoiceCurrencyCode>${stated.currency}</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>${stated.iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount><ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>${stated.bic}</ram:BICID></ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>
      <ram:SpecifiedTradePaymentTerms>${day('DueDateDateTime', stated.due_date)}</ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>${stated.net_amount}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>${stated.net_amount}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="${stated.currency}">${stated.tax_amount}</ram:TaxTotalAmount><ram:GrandTotalAmount>${stated.gross_amount}</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>`;

const party = (role: string, name: string, vatId: string | null) =>
  `<cac:${role}><cac:Party><cac:PartyName><cbc:Name>Kurz</cbc:Name></cac:PartyName>${vatId === null ? '' : `<cac:PartyTaxScheme><cbc:CompanyID>${vatId}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>`}<cac:PartyLegalEntity><cbc:RegistrationName>${name.replace('&', '&#38;')}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:${role}>`;
const money = (name: string, value: string, currency: string) => `<cbc:${name} currencyID="${currency}">${value}</cbc:${name}>`;

export const ubl = (stated = STATED): string => `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>${stated.invoice_number}</cbc:ID><cbc:IssueDate>${stated.invoice_date}</cbc:IssueDate><cbc:DueDate>${stated.due_date}</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>${stated.currency}</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>${stated.order_number}</cbc:ID></cac:OrderReference>
  ${party('AccountingSupplierParty', stated.seller_name, stated.seller_vat_id)}
  ${party('AccountingCustomerParty', stated.buyer_name, null)}
  <cac:Delivery><cbc:ActualDeliveryDate>${stated.delivery_date}</cbc:ActualDeliveryDate></cac:Delivery>
  <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>${stated.iban}</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>${stated.bic}</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cac:TaxTotal>${money('TaxAmount', stated.tax_amount, stated.currency)}</cac:TaxTotal>
  <cac:LegalMonetaryTotal>${money('LineExtensionAmount', stated.net_amount, stated.currency)}${money('TaxExclusiveAmount', stated.net_amount, stated.currency)}${money('TaxInclusiveAmount', stated.gross_amount, stated.currency)}${money('PayableAmount', stated.gross_amount, stated.currency)}</cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>
</Invoice>`;

/** Lines of an invoice as people see it, on one page; what is not to be shown is left out. */
export const PRINTED = [
  'Orgelbau Huber GmbH & Co. KG',
  'Am Markt 1, 84028 Landshut',
  '',
  'Rechnungsempfänger:',
  'Pfarrei Sankt Nikolaus',
  'Kirchplatz 2',
  '',
  'Rechnungsnummer: R-2026-0815',
  'Rechnungsdatum: 02.03.2026',
  'Zahlbar bis: 01.04.2026',
  '',
  'Nettobetrag: 1.000,00 EUR',
  'Umsatzsteuer 19 %: 190,00 EUR',
  'Gesamtbetrag: 1.190,00 EUR',
  '',
  'IBAN: DE89 3704 0044 0532 0130 00',
];

export interface PdfOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly userPassword?: string;
}

export const pdfOf = (lines: readonly string[], { files = {}, userPassword }: PdfOptions = {}): Promise<Buffer> =>
  drawPdf(
    [
      (document) => {
        for (const [name, content] of Object.entries(files)) document.file(Buffer.from(content), { name, type: 'text/xml' });
        for (const [i, line] of lines.entries()) write(document, line, 60, 60 + i * 20);
      },
    ],
    userPassword === undefined ? {} : { userPassword, ownerPassword: 'owner' },
  );
