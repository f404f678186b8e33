/** Shipped use case: what a till receipt says. Labels stand in order of preference. */
import { defineUseCase, list } from './define.ts';

export const receipt = defineUseCase({
  name: 'receipt',
  title: 'Receipt',
  description: 'Merchant, time, total and way of payment of a till receipt.',
  fields: [
    {
      name: 'merchant_name',
      type: 'string',
      required: true,
      description: 'The shop or business.',
      labels: list('Händler | Merchant | Store | Filiale'),
    },
    {
      name: 'date',
      type: 'date',
      required: true,
      description: 'The day of the sale.',
      labels: list('Datum | Date | Belegdatum | Kaufdatum'),
    },
    {
      name: 'time',
      type: 'string',
      description: 'The time of the sale, HH:MM.',
      labels: list('Uhrzeit | Zeit | Time | Transaction time'),
    },
    { name: 'currency', type: 'string', description: 'ISO 4217 code.', labels: list('Währung | Currency') },
    {
      name: 'total',
      type: 'decimal',
      required: true,
      description: 'What was to be paid, tax included.',
      labels: list(`
        Gesamtsumme | Gesamtbetrag | Summe | Grand total | Total | Total due | Amount due | Zu zahlen | Endbetrag
        Zahlbetrag | Rechnungsbetrag | Betrag | Amount | Brutto | Gesamt
      `),
    },
    {
      name: 'tax_amount',
      type: 'decimal',
      description: 'Total of the taxes.',
      labels: list(`
        MwSt. gesamt | Summe MwSt. | Steuer gesamt | Total tax | Tax total | VAT total | MwSt.-Betrag | USt.-Betrag
        Steuerbetrag | Sales tax | Umsatzsteuer | Mehrwertsteuer | Steuer | MwSt. | USt. | VAT | GST | Tax
      `),
    },
    {
      name: 'payment_method',
      type: 'string',
      description: 'How it was paid, as the receipt says it.',
      labels: list(`
        Zahlungsart | Zahlart | Bezahlt mit | Zahlungsmittel | Payment method | Payment type | Paid by | Paid with | Tender
      `),
    },
  ],
});
