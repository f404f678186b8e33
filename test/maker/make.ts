/** Writes documents with their truth beside them: `npm run make-documents -- --kind invoice --count 20 --seed 1 --out FOLDER`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FORMATS, KINDS, makeDocuments } from './maker.ts';

const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    count: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    family: { type: 'string' },
    language: { type: 'string' },
    format: { type: 'string' },
  },
});
const kind = KINDS.find((one) => one === values.kind);
const { out, family, language } = values;
const format = FORMATS.find((one) => one === values.format);
if (kind === undefined) throw new Error(`--kind is one of ${KINDS.join(', ')}`);
if (out === undefined) throw new Error('--out names the folder to write to');
if (values.format !== undefined && format === undefined) throw new Error(`--format is one of ${FORMATS.join(', ')}`);
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isInteger(count) || count < 1) throw new Error('--count is a whole number of documents');
if (!Number.isInteger(seed)) throw new Error('--seed is a whole number');

await mkdir(out, { recursive: true });
const options = {
  ...(family === undefined ? {} : { family }),
  ...(language === undefined ? {} : { language }),
  ...(format === undefined ? {} : { format }),
};
for (const { bytes, ...about } of makeDocuments(kind, count, seed, options)) {
  await writeFile(join(out, `${about.name}.${about.format === 'pdf' ? 'pdf' : 'txt'}`), bytes);
  await writeFile(join(out, `${about.name}.json`), `${JSON.stringify({ use_case: about.kind, ...about }, null, 2)}\n`);
}
