/** Invoices in many layouts: what is there is found, what is not stays null, and what only looks like it is left alone. */
import { expect, test } from 'vitest';
import { invoice } from '../../src/pipeline/use-cases/invoice.ts';
import { extract, textReading } from './support.ts';

type Expected = Readonly<Record<string, string | null>>;

const CASES: readonly (readonly [name: string, text: string, expected: Expected])[] = [
  [
    'German letter, no labels for the parties',
    `
Holzbau Kremer GmbH · Ahornweg 12 · 53343 Wachtberg

Frau
Sabine Lindner
Rosenstraße 4
53111 Bonn

                                              Wachtberg, den 3. Februar 2025

Rechnung Nr. 2025/0117

Sehr geehrte Frau Lindner,

wir berechnen Ihnen für die Lieferung vom 30.01.2025:

Gartenbank Eiche      1 Stück      840,00
Montage               3 Std.       165,00

Summe netto                      1.005,00 €
zzgl. 19 % MwSt                    190,95 €
Gesamtbetrag                     1.195,95 €

Bitte überweisen Sie den Betrag bis zum 17.02.2025 auf unser Konto
IBAN DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX.
`,
    {
      invoice_number: '2025/0117',
      invoice_date: '2025-02-03',
      due_date: '2025-02-17',
      seller_name: 'Holzbau Kremer GmbH',
      buyer_name: 'Frau Sabine Lindner',
      currency: 'EUR',
      net_amount: '1005.00',
      tax_amount: '190.95',
      gross_amount: '1195.95',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
      order_number: null,
    },
  ],
  [
    'English form, label and value with one blank',
    `
INVOICE
Invoice No: INV-2044
Invoice Date: 12 March 2025
Payment Due: 11 April 2025
PO Number: PO-88123

From:
Bright Harbour Ltd
12 Quay Street
Bristol BS1 4DJ
VAT Reg No: GB123456789

Bill to:
Northwind Traders plc
Unit 9, Mill Lane
Leeds LS1 4AP

Subtotal: £1,250.00
VAT (20%): £250.00
Total: £1,500.00
`,
    {
      invoice_number: 'INV-2044',
      invoice_date: '2025-03-12',
      due_date: '2025-04-11',
      order_number: 'PO-88123',
      seller_name: 'Bright Harbour Ltd',
      seller_vat_id: 'GB123456789',
      buyer_name: 'Northwind Traders plc',
      currency: 'GBP',
      net_amount: '1250.00',
      tax_amount: '250.00',
      gross_amount: '1500.00',
    },
  ],
  [
    'freight between subtotal and total: the subtotal is not the net total',
    `
Invoice # 5531
Date: 2025-06-01

Item                 Qty      Price      Amount
Desk lamp            2        50.00      100.00

                              Subtotal   100.00
                              Shipping    10.00
                              Sales tax   20.90
                              Total      130.90
`,
    { invoice_number: '5531', invoice_date: '2025-06-01', net_amount: null, tax_amount: '20.90', gross_amount: '130.90', currency: null },
  ],
  [
    'two tax rates and no total of the taxes',
    `
Rechnungsnummer: 77-19
Rechnungsdatum: 01.07.2024
Nettobetrag            300,00 EUR
MwSt. 7 % von 100,00     7,00 EUR
MwSt. 19 % von 200,00   38,00 EUR
Rechnungsbetrag        345,00 EUR
`,
    { invoice_number: '77-19', net_amount: '300.00', tax_amount: null, gross_amount: '345.00', currency: 'EUR' },
  ],
  [
    'figures that contradict each other are not said',
    `
Rechnungsnummer: 12
Nettobetrag      100,00 EUR
MwSt.             19,00 EUR
Gesamtbetrag     150,00 EUR
`,
    { invoice_number: '12', net_amount: null, tax_amount: null },
  ],
  [
    'a reminder that names another document',
    `
Gutschrift zu Rechnung Nr. 4711 vom 02.01.2025

Gutschrift-Nr.: G-2025-9
Datum: 15.01.2025
Gesamtbetrag: -59,50 EUR
`,
    { invoice_number: 'G-2025-9', invoice_date: '2025-01-15', gross_amount: '-59.50' },
  ],
  [
    'sentences about invoices hold no invoice number',
    `
Thank you for your order. You will receive our invoice 30 days after delivery.
Please quote the invoice number with your payment.
The invoice total is due on 01/02/2025 and on 02/02/2025.
`,
    { invoice_number: null, gross_amount: null, iban: null, seller_name: null, buyer_name: null, net_amount: null, tax_amount: null },
  ],
  [
    "the buyer's VAT id and account are not the seller's",
    `
Rechnung 2025-001
Ihre USt-IdNr.: DE111111111
Der Betrag wird von Ihrem Konto IBAN DE21 8600 0000 0086 0010 55 abgebucht.
`,
    { invoice_number: '2025-001', seller_vat_id: null, iban: null },
  ],
  [
    'headings over values in a row',
    `
Invoice No.      Invoice Date     Due Date         Order No.
A-100            2025-05-02       2025-06-01       77120
`,
    { invoice_number: 'A-100', invoice_date: '2025-05-02', due_date: '2025-06-01', order_number: '77120' },
  ],
  [
    'prepayment: the gross total is not what is left to pay',
    `
Rechnungs-Nr. 88
Nettosumme                 1.000,00
USt. 19 %                    190,00
Bruttosumme                1.190,00
abzgl. Anzahlung            -500,00
Zahlbetrag                   690,00 EUR
`,
    { net_amount: '1000.00', tax_amount: '190.00', gross_amount: '1190.00' },
  ],
  [
    'Swiss figures',
    `
Muster Treuhand AG, Bahnhofstrasse 1, 8001 Zürich

Rechnung Nr. 4410
Rechnungsdatum: 31.03.2025
Total exkl. MWST   CHF 12'500.00
MWST 8.1%          CHF  1'012.50
Total inkl. MWST   CHF 13'512.50
MWST-Nr. CHE-123.456.789 MWST
IBAN CH93 0076 2011 6238 5295 7
`,
    {
      invoice_number: '4410',
      currency: 'CHF',
      net_amount: '12500.00',
      tax_amount: '1012.50',
      gross_amount: '13512.50',
      seller_vat_id: 'CHE-123.456.789',
      iban: 'CH9300762011623852957',
      seller_name: 'Muster Treuhand AG',
    },
  ],
  [
    'every field of an empty document is null',
    'Notiz\n\nBitte Milch kaufen.\n',
    Object.fromEntries(invoice.fields.map(({ name }) => [name, null])),
  ],
  [
    'a delivery note is no invoice',
    `
LIEFERSCHEIN

Lieferschein-Nr.: L-5512
Lieferschein-Datum: 03.03.2025
Kunden-Nr.: 4711
Auftrags-Nr.: A-1

Pos   Artikel       Menge
1     Schrauben     100
`,
    { invoice_number: null, invoice_date: null, net_amount: null, gross_amount: null, order_number: null },
  ],
  [
    'two dates under the same label contradict each other',
    'Rechnungsdatum: 01.02.2025\nRechnungsdatum: 03.02.2025\n',
    { invoice_date: null },
  ],
  [
    'an order confirmed in the invoice text',
    'Rechnung RE-9 vom 05.05.2025\nRechnung gemäß Bestellung Nr. B-77 vom 01.05.2025\n',
    { invoice_date: '2025-05-05', order_number: 'B-77' },
  ],
  [
    'a hosting invoice: account of the buyer in the text, of the seller in the foot',
    `
Hosting Nord Online GmbH                                                     
Industriestr. 25 · 91710 Gunzenhausen

Firma
Beispiel IT-Service GmbH
z. Hd. Herrn Schulz
Am Markt 1
28195 Bremen

Rechnungsnummer: R0012345678      Kundennummer: K0123456789      Rechnungsdatum: 01.02.2024

Rechnung

Produkt                                   Zeitraum                     Betrag
Cloud Server CX21                         01.01.2024 - 31.01.2024      5,83 €
Volume 10 GB                              01.01.2024 - 31.01.2024      0,40 €

Zwischensumme                                                          6,23 €
zzgl. 19 % USt.                                                        1,18 €
Gesamtbetrag                                                           7,41 €

Der Betrag von 7,41 € wird am 08.02.2024 von Ihrem Konto mit der IBAN DE89370400440532013000 eingezogen.

Hosting Nord Online GmbH, Industriestr. 25, 91710 Gunzenhausen, Tel: 09831 505-0, Registergericht Ansbach HRB 6089
USt-Id.Nr. DE812871812, Deutsche Bank, IBAN: DE92 7607 0012 0750 0077 00, BIC: DEUTDEMM760
`,
    {
      invoice_number: 'R0012345678',
      invoice_date: '2024-02-01',
      seller_name: 'Hosting Nord Online GmbH',
      seller_vat_id: 'DE812871812',
      buyer_name: 'Beispiel IT-Service GmbH',
      net_amount: '6.23',
      tax_amount: '1.18',
      gross_amount: '7.41',
      currency: 'EUR',
      iban: 'DE92760700120750007700',
      bic: 'DEUTDEMM760',
      due_date: null,
    },
  ],
  [
    'an American invoice with the buyer in Germany',
    `
Invoice

Stripe-like Inc.
354 Oyster Point Blvd
South San Francisco, CA 94080
United States
billing@stripelike.example

Invoice number  8A2C1F5B-0003
Date of issue   March 4, 2024
Date due        April 3, 2024

Bill to
Acme Europe GmbH
Torstraße 1
10119 Berlin
Germany
DE VAT DE123456789

$1,190.00 USD due April 3, 2024

Description              Qty    Unit price    Amount
Pro plan                 1      $1,000.00     $1,000.00
Mar 4 - Apr 4, 2024

Subtotal                                      $1,000.00
Total excluding tax                           $1,000.00
VAT - Germany (19% on $1,000.00)                $190.00
Total                                         $1,190.00
Amount due                                $1,190.00 USD
`,
    {
      invoice_number: '8A2C1F5B-0003',
      invoice_date: '2024-03-04',
      due_date: '2024-04-03',
      seller_name: 'Stripe-like Inc.',
      buyer_name: 'Acme Europe GmbH',
      currency: 'USD',
      net_amount: '1000.00',
      tax_amount: '190.00',
      gross_amount: '1190.00',
      iban: null,
    },
  ],
  [
    'labels in two languages',
    `
Rechnung / Invoice

Rechnungs-Nr. / Invoice no.:    2024-0815
Rechnungsdatum / Invoice date:  05.06.2024
Fällig am / Due date:           05.07.2024
Kunden-Nr. / Customer no.:      778
Ihre Bestellung / Your order:   PO 4711-22

Nettobetrag / Net amount        1.000,00 EUR
USt. / VAT 19 %                   190,00 EUR
Gesamtbetrag / Total amount     1.190,00 EUR
`,
    {
      invoice_number: '2024-0815',
      invoice_date: '2024-06-05',
      due_date: '2024-07-05',
      net_amount: '1000.00',
      tax_amount: '190.00',
      gross_amount: '1190.00',
      currency: 'EUR',
    },
  ],
  [
    'cells between bars',
    `
|Invoice number|Invoice date|Total|
|--------------|------------|-----|
|X-1|2024-05-01|EUR 50.00|
`,
    {
      invoice_number: 'X-1',
      invoice_date: '2024-05-01',
      gross_amount: '50.00',
      currency: 'EUR',
    },
  ],
  [
    'a practice without a legal form',
    `
Tierarztpraxis Dr. med. vet. Anna Vogel
Lindenweg 8, 04105 Leipzig
Telefon 0341 998877

Herrn
Peter Klein
Auenstr. 9
04178 Leipzig

Leipzig, 09.09.2024
Liquidation Nr. 5567

Untersuchung          23,62
Impfung               41,20
Netto                 64,82
19% MwSt.             12,32
Endbetrag             77,14 €

Bitte überweisen Sie auf: IBAN DE02 1203 0000 0000 2020 51
`,
    {
      seller_name: 'Tierarztpraxis Dr. med. vet. Anna Vogel',
      buyer_name: 'Herrn Peter Klein',
      invoice_date: '2024-09-09',
      invoice_number: null,
      net_amount: '64.82',
      tax_amount: '12.32',
      gross_amount: '77.14',
      iban: 'DE02120300000000202051',
    },
  ],
  [
    'an Australian tax invoice',
    `
                              TAX INVOICE
Sunrise Solar Pty Ltd                          Invoice No.   00231
ABN 51 824 753 556                             Date          03/07/2024
22 George St                                   Due           17/07/2024
Sydney NSW 2000

To: Mr John Citizen
    5 Harbour Rd
    Manly NSW 2095

Description            Amount
Panel cleaning         300.00
Inspection             150.00
Sub-total              450.00
GST 10%                 45.00
TOTAL AUD              495.00

Bank: Westpac   BSB: 032-000   Acc: 123456
`,
    {
      invoice_number: '00231',
      invoice_date: '2024-07-03',
      due_date: '2024-07-17',
      seller_name: 'Sunrise Solar Pty Ltd',
      currency: 'AUD',
      net_amount: '450.00',
      tax_amount: '45.00',
      gross_amount: '495.00',
    },
  ],
];

test.each(CASES)('%s', async (_, text, expected) => {
  const { result } = await extract(textReading(text), invoice);
  const asked = Object.fromEntries(Object.keys(expected).map((name) => [name, result[name]]));
  expect(asked).toEqual(expected);
});
