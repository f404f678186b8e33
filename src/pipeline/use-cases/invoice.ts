/** Shipped use case: the head, the parties and the totals of an invoice or credit note. Labels stand in order of preference. */
import { defineUseCase, list } from './define.ts';

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
      labels: list(`
        Rechnungsnummer | Rechnungs-Nr. | Rechnungsnr. | Rechnung Nr. | Rechnung Nummer | Invoice number | Invoice no.
        Invoice # | Invoice num | Invoice ID | Inv. no. | Inv # | Tax invoice no. | Rechnung-Nr. | Re.-Nr. | Fakturanummer
        Faktura-Nr. | Belegnummer | Beleg-Nr. | Gutschriftsnummer | Gutschrift-Nr. | Rechnungskorrektur Nr.
        Credit note number | Credit note no. | Bill number | Bill no. | Document number | Document no. | Dokumentnummer
        Dokument-Nr.
      `),
    },
    {
      name: 'invoice_date',
      type: 'date',
      required: true,
      description: 'The day the invoice was issued.',
      labels: list(`
        Rechnungsdatum | Invoice date | Date of invoice | Datum der Rechnung | Rechnung vom | Belegdatum | Ausstellungsdatum
        Ausgestellt am | Fakturadatum | Issue date | Date of issue | Date issued | Issued on | Billing date | Bill date
        Document date | Datum | Date
      `),
    },
    {
      name: 'due_date',
      type: 'date',
      description: 'The day by which the invoice is to be paid.',
      labels: list(`
        Fälligkeitsdatum | Fällig am | Zahlbar bis | Zahlbar bis zum | Fälligkeitstag | Fälligkeit | Zahlungsziel | Due date
        Date due | Payment due date | Payment due | Payment due by | Due by | Due on | Pay by | Fällig | Due
      `),
    },
    {
      name: 'delivery_date',
      type: 'date',
      description: 'The day of delivery or service.',
      labels: list(`
        Liefer- und Leistungsdatum | Liefer-/Leistungsdatum | Leistungsdatum | Lieferdatum | Datum der Lieferung
        Datum der Leistung | Tag der Lieferung | Tag der Leistung | Leistungszeitpunkt | Liefertermin | Delivery date
        Date of delivery | Date of supply | Supply date | Service date | Date of service | Ship date | Shipping date
      `),
    },
    {
      name: 'seller_name',
      type: 'string',
      required: true,
      description: 'Who issued the invoice.',
      labels: list(`
        Verkäufer | Rechnungssteller | Rechnungsersteller | Rechnungsaussteller | Leistungserbringer | Lieferant
        Aussteller | Seller | Sold by | Vendor | Supplier | Issued by | Invoice from | From
      `),
    },
    {
      name: 'seller_vat_id',
      type: 'string',
      description: 'VAT identification number of the seller.',
      labels: list(`
        USt-IdNr. | USt-Id-Nr. | USt-ID | USt-Identnr. | USt-Ident-Nr. | Umsatzsteuer-Identifikationsnummer
        Umsatzsteuer-Identnummer | Umsatzsteuer-ID | VAT ID | VAT ID no. | VAT no. | VAT number | VAT reg. no.
        VAT registration no. | VAT registration number | VAT identification number | MWST-Nr. | MwSt-Nr. | UID-Nr.
        UID-Nummer | UID
      `),
    },
    {
      name: 'buyer_name',
      type: 'string',
      description: 'Who is billed.',
      labels: list(`
        Käufer | Rechnungsempfänger | Leistungsempfänger | Rechnung an | Rechnungsadresse | Rechnungsanschrift
        Auftraggeber | Kunde | Buyer | Bill to | Billed to | Invoice to | Invoiced to | Sold to | Billing address | Customer
        Client | To
      `),
    },
    {
      name: 'currency',
      type: 'string',
      required: true,
      description: 'ISO 4217 code of the totals.',
      labels: list('Rechnungswährung | Währung | Invoice currency | Currency | Beträge in | All amounts in | Amounts in'),
    },
    {
      name: 'net_amount',
      type: 'decimal',
      description: 'Total without tax.',
      labels: list(`
        Rechnungssumme netto | Rechnungssumme ohne USt. | Rechnungsbetrag netto | Gesamtbetrag netto
        Gesamtbetrag ohne USt. | Gesamtsumme netto | Gesamt netto | Summe netto | Netto gesamt | Nettobetrag | Nettosumme
        Nettogesamtbetrag | Total exkl. MWST | Net total | Total net | Net amount | Total excl. VAT | Total excluding VAT
        Total ex VAT | Total before tax | Subtotal | Sub-total | Zwischensumme netto | Zwischensumme | Gesamtbeitrag | Netto
        Net
      `),
    },
    {
      name: 'tax_amount',
      type: 'decimal',
      description: 'Total of the taxes.',
      labels: list(`
        Umsatzsteuer gesamt | USt. gesamt | MwSt. gesamt | Summe Umsatzsteuer | Summe USt. | Summe MwSt.
        Gesamtbetrag der Umsatzsteuer | VAT total | Total VAT | Total tax | Tax total | Steuerbetrag | USt.-Betrag
        MwSt.-Betrag | Umsatzsteuerbetrag | Mehrwertsteuerbetrag | VAT amount | Tax amount | zzgl. Umsatzsteuer
        zuzüglich Umsatzsteuer | zzgl. … USt. | zuzügl. USt. | zzgl. … MwSt. | zuzüglich … MwSt.
        zuzüglich … Mehrwertsteuer | Umsatzsteuer | Mehrwertsteuer | Versicherungsteuer | Versicherungssteuer | Sales tax
        plus VAT | MwSt. | USt. | VAT | GST | Tax | Steuer
      `),
    },
    {
      name: 'gross_amount',
      type: 'decimal',
      required: true,
      description: 'Total with tax.',
      labels: list(`
        Rechnungssumme brutto | Bruttosumme | Bruttobetrag | Rechnungsbetrag brutto | Gesamtbetrag brutto
        Gesamtsumme brutto | Summe inkl. USt. | Summe inkl. MwSt. | Rechnungstotal inkl. MWST | Total inkl. MWST
        Gesamtbetrag inkl. USt. | Gesamtbetrag inkl. MwSt. | Rechnungsendbetrag | Rechnungsgesamtbetrag | Rechnungsbetrag
        Rechnungsbeitrag | Rechnungstotal | Gesamtrechnungsbetrag | Gesamtbetrag | Gesamtsumme | Endbetrag | Endsumme
        Rechnungssumme | Summe brutto | Gesamt brutto | Total incl. VAT | Total including VAT | Total inc. VAT | Gross total
        Gross amount | Total gross | Grand total | Invoice total | Invoice amount | Total amount | Total | Total due
        Total amount due | Total payable | Due payable | Amount payable | Amount due | Balance due | Zu zahlender Betrag
        Zu zahlen | Zahlbetrag | Summe | Gesamt | Brutto
      `),
    },
    {
      name: 'iban',
      type: 'string',
      description: 'Account to pay to, without blanks.',
      labels: list('IBAN | IBAN-Nr. | IBAN number | Verkäufer-IBAN | Bankverbindung | Kontonummer (IBAN)'),
    },
    {
      name: 'bic',
      type: 'string',
      description: 'BIC of the account to pay to.',
      labels: list('BIC | BIC/SWIFT | SWIFT/BIC | SWIFT-Code | SWIFT | BIC-Code | Verkäufer-BIC'),
    },
    {
      name: 'order_number',
      type: 'string',
      description: "The buyer's order this invoice belongs to.",
      labels: list(`
        Bestellnummer | Bestell-Nr. | Bestellung Nr. | Ihre Bestellnummer | Ihre Bestellung Nr. | Ihre Bestellung
        Purchase order number | Purchase order no. | Purchase order | PO number | PO no. | PO # | Your order no.
        Your order number | Your order | Order number | Order no. | Order # | Customer order | Bestellung | PO
      `),
    },
  ],
});
