/** A short document for each shipped use case, to try it with. */
export const SAMPLES: ReadonlyMap<string, string> = new Map([
  [
    'bank_statement_header',
    `Harbour & Hill Bank plc
Statement of account

Account type: Current account          Currency: GBP
IBAN: GB29 NWBK 6016 1331 9268 19      Statement date: 31 March 2026
Statement period: 1 March 2026 to 31 March 2026

Opening balance                                   1,250.00
05 Mar  Salary                                    2,400.00
12 Mar  Rent                                       -980.00
Closing balance                                   2,670.00
`,
  ],
  [
    'invoice',
    `Brightwater Supplies Ltd
14 Quay Road, Bristol BS1 4QA

INVOICE
Invoice no.: BW-2026-0412
Invoice date: 12 April 2026
Due date: 12 May 2026

Bill to: Oak Street Bakery

Description            Qty    Unit price     Amount
Paper bags, 500         4         18.50       74.00
Labels, roll            2          9.25       18.50

Subtotal                                      92.50
VAT 20%                                       18.50
Total GBP                                    111.00
`,
  ],
  [
    'receipt',
    `CORNER CAFE
8 Mill Lane, Leeds

Receipt no. 20917
14 March 2026   08:42

Oat latte               3.80
Croissant               2.60

Subtotal                5.33
VAT 20%                 1.07
TOTAL GBP               6.40
Card                    6.40
`,
  ],
]);
