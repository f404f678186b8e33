import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { docxFile, odfFile, pptxFile, xlsxFile } from './office-files.ts';
import { rawPdf } from './raw-pdf.ts';
import { zipFile } from './zip-file.ts';

const utf16 = (text: string, littleEndian: boolean): Buffer =>
  littleEndian ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16();
/** A PNG of 1 × 1 pixels, as far as the bytes before its end. */
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55', 'hex'),
  Buffer.from('0000000a49444154', 'hex'),
  deflateSync(Buffer.alloc(2)),
]);
const bitmap = Buffer.concat([Buffer.from('BM'), Buffer.from('46000000000000003600000028000000', 'hex'), Buffer.alloc(40)]);

const pdf = rawPdf([{ content: 'BT /F1 12 Tf 72 700 Td (inside) Tj ET' }]);
const compound = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(stream, 'utf16le'), Buffer.alloc(512)]);

/** One file, as POSIX.1-1988 describes it. */
function tarOf(content: Uint8Array): Buffer {
  const header = Buffer.alloc(512);
  header.write('a.pdf', 0);
  header.write('0000644\x000000000\x000000000\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0        0', 136);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc(1024)]);
}

describe('the type of a file, from its bytes', () => {
  test.each<[string, Uint8Array, unknown]>([
    ['PDF', rawPdf([{ content: '' }]), { kind: 'pdf' }],
    ['PDF after a mail header', Buffer.concat([Buffer.from('\x00\x01junk\n'), rawPdf([{ content: '' }])]), { kind: 'pdf' }],
    ['PDF of text alone, after a text', Buffer.concat([Buffer.from('Dear reader,\n'), rawPdf([{ content: '' }])]), { kind: 'pdf' }],
    ['PDF after a long mail', Buffer.concat([Buffer.alloc(5000, 'mail\n'), rawPdf([{ content: '' }])]), { kind: 'pdf' }],
    [
      'PDF with a damaged header',
      Buffer.from(
        rawPdf([{ content: '' }])
          .toString('latin1')
          .replace('%PDF', '%PXF'),
        'latin1',
      ),
      { kind: 'pdf' },
    ],
    ['a text about PDFs', Buffer.from('It starts with %PDF-1.7.'), { kind: 'text', encoding: 'utf-8' }],
    ['windows-1252 in capitals', Buffer.from('GRÖSSE ÜBER ÄÖÜ, naïve, 1 m²: café', 'latin1'), { kind: 'text', encoding: 'windows-1252' }],
    ['UTF-8', Buffer.from('Größe: 1 m² – €'), { kind: 'text', encoding: 'utf-8' }],
    ['UTF-8 with a mark', Buffer.from('\ufeffGröße'), { kind: 'text', encoding: 'utf-8' }],
    ['ASCII', Buffer.from('Invoice 1\r\n\tTotal\f'), { kind: 'text', encoding: 'utf-8' }],
    ['windows-1252', Buffer.from([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x80]), { kind: 'text', encoding: 'windows-1252' }],
    ['UTF-16 LE with a mark', utf16('\ufeffGröße', true), { kind: 'text', encoding: 'utf-16le' }],
    ['UTF-16 BE with a mark', utf16('\ufeffGröße', false), { kind: 'text', encoding: 'utf-16be' }],
    ['UTF-16 LE without', utf16('Rechnung 1', true), { kind: 'text', encoding: 'utf-16le' }],
    ['UTF-16 BE without', utf16('Rechnung 1', false), { kind: 'text', encoding: 'utf-16be' }],
    ['XML', Buffer.from('<?xml version="1.0"?><a/>'), { kind: 'xml', encoding: 'utf-8' }],
    ['UTF-16 LE of Cyrillic', utf16('Счёт № 12\nИтого: 1 190,00', true), { kind: 'text', encoding: 'utf-16le' }],
    ['UTF-16 BE of Cyrillic', utf16('Счёт № 12\nИтого: 1 190,00', false), { kind: 'text', encoding: 'utf-16be' }],
    ['UTF-16 LE of Japanese', utf16('請求書\n合計金額：1,190円', true), { kind: 'text', encoding: 'utf-16le' }],
    ['UTF-16 BE of Japanese', utf16('請求書\n合計金額：1,190円', false), { kind: 'text', encoding: 'utf-16be' }],
    ['UTF-16 LE of Polish, with a dash', utf16('Należność – 10 zł', true), { kind: 'text', encoding: 'utf-16le' }],
    ['French', Buffer.from('À régler, nº 5 · l´été 20 °C, 3 m² «œuvre»', 'latin1'), { kind: 'text', encoding: 'windows-1252' }],
    ['a text that starts like a bitmap', Buffer.from('BMW AG, München\nRechnung 1'), { kind: 'text', encoding: 'utf-8' }],
    ['one letter', Buffer.from('x'), { kind: 'text', encoding: 'utf-8' }],
    ['HTML', Buffer.from('\ufeff<!-- made by hand -->\n<!DOCTYPE html><p>a'), { kind: 'html', encoding: 'utf-8' }],
    ['a piece of HTML', Buffer.from('<table><tr><td>1'), { kind: 'html', encoding: 'utf-8' }],
    ['XHTML', Buffer.from('<?xml version="1.0"?><!DOCTYPE html><html/>'), { kind: 'html', encoding: 'utf-8' }],
    [
      'HTML that names its encoding',
      Buffer.from('<html><meta charset="koi8-r">\xf3\xde\xc5\xd4', 'latin1'),
      { kind: 'html', encoding: 'koi8-r' },
    ],
    [
      'XML that names its encoding',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-15"?><a>\xa4</a>', 'latin1'),
      { kind: 'xml', encoding: 'iso-8859-15' },
    ],
    ['XML without a declaration', Buffer.from('<Invoice xmlns="urn:a"><ID>1</ID></Invoice>'), { kind: 'xml', encoding: 'utf-8' }],
    ['a text in angle brackets', Buffer.from('<3 from <anna@example.com>\n'), { kind: 'text', encoding: 'utf-8' }],
    ['CSV with semicolons', Buffer.from('Nr;Betrag\n1;"2;5"\n2;3\n'), { kind: 'csv', encoding: 'utf-8' }],
    ['CSV with commas', Buffer.from('a,b,c\n1,"x, y",3\n'), { kind: 'csv', encoding: 'utf-8' }],
    ['CSV with tabs', Buffer.from('a\tb\n1\t2\n'), { kind: 'csv', encoding: 'utf-8' }],
    ['amounts in lines', Buffer.from('Netto 1,00\nSteuer 0,19\nBrutto 1,19\n'), { kind: 'text', encoding: 'utf-8' }],
    ['sentences with commas', Buffer.from('First, second, third.\nRed, green, blue.\n'), { kind: 'text', encoding: 'utf-8' }],
    ['sentences with semicolons', Buffer.from('He came; she went.\nThey met; all was well.\n'), { kind: 'text', encoding: 'utf-8' }],
    ['a mail', Buffer.from('Received: from a\r\n by b\r\nFrom: a@b.example\r\n\r\nHello'), { kind: 'mail' }],
    ['a mail with a PDF as it is', Buffer.concat([Buffer.from('MIME-Version: 1.0\nTo: a@b.example\n\n'), pdf]), { kind: 'mail' }],
    [
      'a letter that begins like a mail',
      Buffer.from('From: Anna\nTo: Ben\nSubject: Invoice\n\nDear Ben'),
      { kind: 'text', encoding: 'utf-8' },
    ],
    ['DOCX', docxFile(''), { kind: 'docx' }],
    ['XLSX', xlsxFile([]), { kind: 'xlsx' }],
    ['PPTX', pptxFile([]), { kind: 'pptx' }],
    ['ODS', odfFile('spreadsheet', ''), { kind: 'odf' }],
    ['PNG', png, { kind: 'image' }],
    ['JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), { kind: 'image' }],
    ['TIFF', Buffer.from('49492a00080000000000000000000000', 'hex'), { kind: 'image' }],
    ['bitmap', bitmap, { kind: 'image' }],
  ])('%s', async (_, bytes, type) => {
    expect(await sniff(bytes)).toEqual(type);
  });

  test.each<[string, Uint8Array, string]>([
    ['gzip', gzipSync('text'), 'application/gzip, an archive; send the files in it by themselves'],
    ['RTF', Buffer.from('{\\rtf1\\ansi Rechnung}'), 'application/rtf'],
    [
      'KOI8-R',
      Buffer.from('f3de c5d4 20ce c120 cfd0 ccc1 d4d5 2031 30'.replaceAll(' ', ''), 'hex'),
      'text in an encoding that is not known; send it as UTF-8',
    ],
    [
      'Shift-JIS',
      Buffer.from('90bf8b818f91 2031302c303030 89 7e'.replaceAll(' ', ''), 'hex'),
      'text in an encoding that is not known; send it as UTF-8',
    ],
    ['UTF-32', Buffer.from('fffe0000520000006500000063000000', 'hex'), 'unknown binary data (if it is text, send it as UTF-8)'],
    ['anything else', Buffer.from([1, 2, 3, 0, 200, 7]), 'unknown binary data (if it is text, send it as UTF-8)'],
    ['Shift-JIS of katakana', Buffer.from('83528345834a8343203132', 'hex'), 'text in an encoding that is not known; send it as UTF-8'],
    ['windows-1250', Buffer.from('Nale\xbfno\x9c\xe6 og\xf3\xb3em', 'latin1'), 'text in an encoding that is not known; send it as UTF-8'],
    ['code page 850', Buffer.from('F\x84lligkeit 1. M\x84rz', 'latin1'), 'text in an encoding that is not known; send it as UTF-8'],
    ['Mac Roman', Buffer.from('F\x8alligkeit 1. M\x8arz', 'latin1'), 'text in an encoding that is not known; send it as UTF-8'],
    [
      'UTF-32 BE without a mark',
      Buffer.from('00000052000000650000006300000068', 'hex'),
      'unknown binary data (if it is text, send it as UTF-8)',
    ],
    [
      'a ZIP archive that stores a PDF',
      zipFile({ 'a.pdf': pdf }, { stored: true }),
      'a ZIP archive; send the files in it by themselves; PDF, ',
    ],
    ['a tar archive of a PDF', tarOf(pdf), 'application/x-tar, an archive'],
    ['an empty ZIP archive', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]), 'a ZIP archive'],
    ['DOC', compound('WordDocument'), 'a Word 97–2003 document (DOC); save it as DOCX'],
    ['XLS', compound('Workbook'), 'an Excel 97–2003 workbook (XLS); save it as XLSX'],
    ['PPT', compound('PowerPoint Document'), 'a PowerPoint 97–2003 presentation (PPT); save it as PPTX'],
    ['MSG', compound('__substg1.0_0037001F'), 'an Outlook message (MSG); save it as EML'],
    ['another compound file', compound('Something'), 'application/x-cfb, a compound file'],
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), 'application/x-7z-compressed, an archive'],
    ['RAR', Buffer.from('526172211a070100', 'hex'), 'application/x-rar-compressed, an archive'],
  ])('%s is named and refused', async (_, bytes, detail) => {
    await expect(sniff(bytes)).rejects.toMatchObject({ code: 'IX_000_005', detail: expect.stringContaining(detail) });
  });

  test('an empty file is unreadable', async () => {
    await expect(sniff(new Uint8Array())).rejects.toMatchObject({ code: 'IX_000_008', detail: 'the file is empty' });
  });
});
