import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { rawPdf } from './raw-pdf.ts';

const utf16 = (text: string, littleEndian: boolean): Buffer =>
  littleEndian ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16();
/** A PNG of 1 × 1 pixels, as far as the bytes before its end. */
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55', 'hex'),
  Buffer.from('0000000a49444154', 'hex'),
  deflateSync(Buffer.alloc(2)),
]);
const bitmap = Buffer.concat([Buffer.from('BM'), Buffer.from('46000000000000003600000028000000', 'hex'), Buffer.alloc(40)]);

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
    ['UTF-16 LE of Cyrillic', utf16('Счёт № 12\nИтого: 1 190,00', true), { kind: 'text', encoding: 'utf-16le' }],
    ['UTF-16 BE of Cyrillic', utf16('Счёт № 12\nИтого: 1 190,00', false), { kind: 'text', encoding: 'utf-16be' }],
    ['UTF-16 LE of Japanese', utf16('請求書\n合計金額：1,190円', true), { kind: 'text', encoding: 'utf-16le' }],
    ['UTF-16 BE of Japanese', utf16('請求書\n合計金額：1,190円', false), { kind: 'text', encoding: 'utf-16be' }],
    ['UTF-16 LE of Polish, with a dash', utf16('Należność – 10 zł', true), { kind: 'text', encoding: 'utf-16le' }],
    ['French', Buffer.from('À régler, nº 5 · l´été 20 °C, 3 m² «œuvre»', 'latin1'), { kind: 'text', encoding: 'windows-1252' }],
    ['XML', Buffer.from('<?xml version="1.0"?><a/>'), { kind: 'text', encoding: 'utf-8' }],
    ['a text that starts like a bitmap', Buffer.from('BMW AG, München\nRechnung 1'), { kind: 'text', encoding: 'utf-8' }],
    ['one letter', Buffer.from('x'), { kind: 'text', encoding: 'utf-8' }],
  ])('%s', async (_, bytes, type) => {
    expect(await sniff(bytes)).toEqual(type);
  });

  test.each<[string, Uint8Array, string]>([
    ['PNG', png, 'image/png; images are not read yet, PDF and plain text are'],
    ['JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'image/jpeg; images are not read yet, PDF and plain text are'],
    ['TIFF', Buffer.from('49492a00080000000000000000000000', 'hex'), 'image/tiff; images are not read yet, PDF and plain text are'],
    ['bitmap', bitmap, 'image/bmp; images are not read yet, PDF and plain text are'],
    ['gzip', gzipSync('text'), 'application/gzip; PDF and plain text are'],
    ['RTF', Buffer.from('{\\rtf1\\ansi Rechnung}'), 'application/rtf; PDF and plain text are'],
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
    ['Shift-JIS of katakana', Buffer.from('83528345834a8343203132', 'hex'), 'text in an encoding that is not known; send it as UTF-8'],
    ['windows-1250', Buffer.from('Nale\xbfno\x9c\xe6 og\xf3\xb3em', 'latin1'), 'text in an encoding that is not known; send it as UTF-8'],
    ['code page 850', Buffer.from('F\x84lligkeit 1. M\x84rz', 'latin1'), 'text in an encoding that is not known; send it as UTF-8'],
    ['Mac Roman', Buffer.from('F\x8alligkeit 1. M\x8arz', 'latin1'), 'text in an encoding that is not known; send it as UTF-8'],
    [
      'UTF-32 BE without a mark',
      Buffer.from('00000052000000650000006300000068', 'hex'),
      'unknown binary data; PDF and plain text are read; if it is text, send it as UTF-8',
    ],
    [
      'UTF-32',
      Buffer.from('fffe0000520000006500000063000000', 'hex'),
      'unknown binary data; PDF and plain text are read; if it is text, send it as UTF-8',
    ],
    [
      'anything else',
      Buffer.from([1, 2, 3, 0, 200, 7]),
      'unknown binary data; PDF and plain text are read; if it is text, send it as UTF-8',
    ],
  ])('%s is named and refused', async (_, bytes, detail) => {
    await expect(sniff(bytes)).rejects.toMatchObject({ code: 'IX_000_005', detail });
  });

  test('an empty file is unreadable', async () => {
    await expect(sniff(new Uint8Array())).rejects.toMatchObject({ code: 'IX_000_008', detail: 'the file is empty' });
  });
});
