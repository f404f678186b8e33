/** The documents that the benches submit: short invoices as text, through the whole of the pipeline. */
import { type Submission, SubmissionSchema } from '../src/contracts/request.ts';

const INVOICE = (number: string) => `Northwind Paper Ltd
Invoice
Invoice number: ${number}
Invoice date: 14 March 2026
Due date: 13 April 2026
Bill to: Harbour Books
Currency: EUR

`;
const TOTALS = `
Net amount: 100.00
VAT 19 %: 19.00
Total: 119.00
`;
const ITEM = 'Recycled printing paper, A4, 80 g, five reams, delivered to the shop        20.00\n';

/** Item lines that bring the stored request to 1.5 kB. */
const ITEMS = 8;

/** A submission without a request id, whose request is 1.5 kB of JSON and whose response is 0.8 kB: provenance is off. */
export function invoice(number: string): Submission {
  return SubmissionSchema.parse({
    use_case: 'invoice',
    context: { texts: [INVOICE(number) + ITEM.repeat(ITEMS) + TOTALS] },
    options: { provenance: { include_provenance: false } },
  });
}
