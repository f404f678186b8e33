/** Letters: who writes to whom, when, about what, under which reference; with labels and without. */
import { expect, test } from 'vitest';
import { letter } from '../../src/pipeline/use-cases/letter.ts';
import { extract, textReading } from './support.ts';

test('a letter head, an address, a line above the greeting', async () => {
  const text = `Harbour Roofing Ltd
12 Quay Street
Bristol BS1 4DJ
Phone 0117 496 0000

Ada Winter
3 Orchard Road
Bath BA1 2QN

Your ref.: AW 12
Our ref.: 0815/26 KV

3 May 2026

Change of address to Bath

Dear Ms Winter,

We refer to our conversation of 1 May 2026.`;
  const { result } = await extract(textReading(text), letter);
  expect(result).toEqual({
    sender_name: 'Harbour Roofing Ltd',
    recipient_name: 'Ada Winter',
    date: '2026-05-03',
    subject: 'Change of address to Bath',
    our_reference: '0815/26 KV',
    your_reference: 'AW 12',
  });
});

test('a person writes to a company', async () => {
  const text = `Jonas Brandt
Lindenweg 4
80331 München

Nordlicht Versicherung AG
Hafenstraße 9
20457 Hamburg

München, den 3. Mai 2026

Betreff: Kündigung von Vertrag 4711

Sehr geehrte Damen und Herren,`;
  const { result } = await extract(textReading(text), letter);
  expect(result).toMatchObject({
    sender_name: 'Jonas Brandt',
    recipient_name: 'Nordlicht Versicherung AG',
    date: '2026-05-03',
    subject: 'Kündigung von Vertrag 4711',
  });
});
