/** One invoice in every format that is read, as programs of each kind lay it out, and what it says. */
import {
  docxFile,
  odfFile,
  odfParagraph,
  odfTable,
  pptxFile,
  relations,
  sheetRows,
  slideTable,
  slideText,
  wordParagraph,
  wordPart,
  wordTable,
  xlsxFile,
} from './office-files.ts';

export const FIELDS = {
  invoice_number: '2026-114',
  invoice_date: '2026-05-03',
  due_date: '2026-06-02',
  seller_name: 'Lindgren Bau GmbH',
  buyer_name: 'Café Sonnenseite KG',
  currency: 'EUR',
  net_amount: '8000.00',
  tax_amount: '1520.00',
  gross_amount: '9520.00',
  iban: 'DE89370400440532013000',
};

const SELLER = ['Lindgren Bau GmbH', 'Hauptstraße 12', '10115 Berlin'];
const BUYER = ['Rechnungsempfänger:', 'Café Sonnenseite KG', 'Kleiner Platz 3', '20095 Hamburg'];
const HEAD = [
  ['Rechnungsnummer:', '2026-114'],
  ['Rechnungsdatum:', '03.05.2026'],
  ['Zahlbar bis:', '02.06.2026'],
];
const ITEMS = [
  ['Pos.', 'Beschreibung', 'Menge', 'Einzelpreis', 'Betrag'],
  ['1', 'Dachstuhl erneuern', '1', '6.000,00', '6.000,00'],
  ['2', 'Gerüst', '2', '1.000,00', '2.000,00'],
];
const SUMS = [
  ['Nettobetrag', '8.000,00 EUR'],
  ['Umsatzsteuer 19 %', '1.520,00 EUR'],
  ['Gesamtbetrag', '9.520,00 EUR'],
];
const FOOT = 'IBAN: DE89 3704 0044 0532 0130 00';

const docx = docxFile(
  [
    ...BUYER.map(wordParagraph),
    wordParagraph(''),
    wordTable(HEAD),
    wordTable(ITEMS),
    wordTable(SUMS),
    '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/></w:sectPr>',
  ].join(''),
  {
    'word/_rels/document.xml.rels': relations([
      ['rId1', 'header', 'header1.xml'],
      ['rId2', 'footer', 'footer1.xml'],
    ]),
    'word/header1.xml': wordPart('hdr', SELLER.map(wordParagraph).join('')),
    'word/footer1.xml': wordPart('ftr', wordParagraph(FOOT)),
  },
);

const date = (iso: string): number => Date.parse(iso) / 86_400_000 + 25_569;
const xlsx = xlsxFile(
  [
    {
      name: 'Rechnung',
      rows: sheetRows([
        ...SELLER.map((line) => [line]),
        [null],
        ...BUYER.map((line) => [line]),
        [null],
        ['Rechnungsnummer:', null, null, '2026-114'],
        ['Rechnungsdatum:', null, null, { number: date('2026-05-03'), style: 2 }],
        ['Zahlbar bis:', null, null, { number: date('2026-06-02'), style: 2 }],
        [null],
        ...ITEMS,
        [null],
        ['Nettobetrag', null, null, null, { number: 8000, style: 1 }],
        ['Umsatzsteuer 19 %', null, null, null, { number: 1520, style: 1 }],
        ['Gesamtbetrag', null, null, null, { number: 9519.999999999998, style: 1 }],
        [FOOT],
      ]),
    },
  ],
  { formats: ['#,##0.00\\ "€"', 'dd.mm.yyyy'] },
);

const htmlTable = (rows: readonly (readonly string[])[]) =>
  `<table border=0>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell.replaceAll(' ', '&nbsp;')}</td>`).join('')}</tr>`).join('\n')}</table>`;
export const HTML = `<!doctype html>
<html><head><title>Rechnung</title><style>.x { color: red }</style><script>var total = "Gesamtbetrag 1,00 EUR";</script></head>
<body><div style="display:none">Gesamtbetrag: 2,00 EUR</div>
${SELLER.map((line) => `<div>${line}</div>`).join('')}
<table><tr><td>${BUYER.map((line) => `<p>${line}</p>`).join('')}</td><td>${htmlTable(HEAD)}</td></tr></table>
${htmlTable(ITEMS)}${htmlTable(SUMS)}<p>${FOOT}</p></body></html>`;

const odt = odfFile(
  'text',
  [...BUYER.map(odfParagraph), odfParagraph(''), odfTable(HEAD), odfTable(ITEMS), odfTable(SUMS), odfParagraph(FOOT)].join(''),
  {
    header: SELLER.map(odfParagraph).join(''),
  },
);
const rows = [
  ...SELLER.map((line) => [line]),
  [''],
  ...BUYER.map((line) => [line]),
  [''],
  ...HEAD,
  [''],
  ...ITEMS,
  [''],
  ...SUMS.map(([name = '', value = '']) => [name, '', '', '', value]),
  [FOOT],
];
const ods = odfFile('spreadsheet', odfTable(rows));
const pptx = pptxFile([
  { tree: [slideText(SELLER), slideText(BUYER), slideTable(HEAD), slideTable(ITEMS), slideTable(SUMS), slideText([FOOT])].join('') },
]);
const cell = (text: string) => (/[",;]/.test(text) ? `"${text}"` : text);
const csv = `${rows.map((cells) => Array.from({ length: 5 }, (_, i) => cell(cells[i] ?? '')).join(';')).join('\r\n')}\r\n`;

/** A mail with a text, the same as HTML, a picture in it and a file attached. */
export const mailOf = (html: string, attachment: Uint8Array | null, name = 'rechnung.docx', type = 'application/octet-stream'): string =>
  [
    'Return-Path: <anna@lindgren.example>',
    'From: Anna Lindgren <anna@lindgren.example>',
    'To: buchhaltung@sonnenseite.example',
    'Subject: =?utf-8?Q?Rechnung_f=C3=BCr_Mai?=',
    'Date: Mon, 04 May 2026 09:12:00 +0200',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=outer',
    '',
    '--outer',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    html
      .replace(/[=\x80-\uffff]/g, (sign) =>
        Array.from(Buffer.from(sign), (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
      )
      .replace(/\n/g, '\r\n'),
    '--outer',
    'Content-Type: image/png; name=logo.png',
    'Content-Disposition: inline; filename=logo.png',
    'Content-ID: <logo>',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    ...(attachment === null
      ? []
      : [
          '--outer',
          `Content-Type: ${type}; name=${name}`,
          `Content-Disposition: attachment; filename=${name}`,
          'Content-Transfer-Encoding: base64',
          '',
          Buffer.from(attachment).toString('base64').replace(/.{76}/g, '$&\r\n'),
        ]),
    '--outer--',
    '',
  ].join('\r\n');

const LETTER = '<p>Sehr geehrte Damen und Herren,</p><p>anbei erhalten Sie unsere Rechnung.</p><img src="cid:logo"><p>Anna Lindgren</p>';

/** By what a person calls the format. */
export const FORMATS: Readonly<Record<string, Uint8Array>> = {
  DOCX: docx,
  XLSX: xlsx,
  PPTX: pptx,
  ODT: odt,
  ODS: ods,
  HTML: Buffer.from(HTML),
  CSV: Buffer.from(csv),
  'mail with the invoice as its text': Buffer.from(mailOf(HTML, null)),
  'mail with the invoice attached': Buffer.from(mailOf(LETTER, docx)),
};
