/** PDFs written by hand, for what pdfkit does not draw: object by object, with a true cross-reference table. */

export interface RawPage {
  /** Content stream. `/F1` is Helvetica, `/F2` Courier, both in StandardEncoding unless `encoding` says otherwise. */
  readonly content: string;
  readonly mediaBox?: readonly number[];
  /** More entries of the page's dictionary: `/Rotate 90 /CropBox […]`. */
  readonly entries?: string;
  /** Forms by name; each may draw those before it. */
  readonly forms?: Readonly<Record<string, { readonly content: string; readonly uses?: readonly string[] }>>;
  /** Forms laid over the page at a rectangle. */
  readonly annotations?: readonly { readonly form: string; readonly rect: readonly number[]; readonly entries?: string }[];
}

/** @param encoding of both fonts: a name (`/WinAnsiEncoding`) or a dictionary. */
export function rawPdf(pages: readonly RawPage[], encoding = '/StandardEncoding'): Buffer {
  const objects: string[] = [];
  const add = (text: string): number => objects.push(text);
  const stream = (content: string, entries = '') =>
    `<< /Length ${Buffer.byteLength(content, 'latin1')} ${entries} >>\nstream\n${content}\nendstream`;
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add('');
  const font = (name: string) => add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding ${encoding} >>`);
  const fonts = `/Font << /F1 ${font('Helvetica')} 0 R /F2 ${font('Courier')} 0 R >>`;
  const kids = pages.map(({ content, mediaBox = [0, 0, 595, 842], entries = '', forms = {}, annotations = [] }) => {
    const refs = new Map<string, number>();
    const xobjects = (names: readonly string[]) => `/XObject << ${names.map((name) => `/${name} ${refs.get(name)} 0 R`).join(' ')} >>`;
    for (const [name, form] of Object.entries(forms)) {
      const resources = `/Resources << ${fonts} ${xobjects(form.uses ?? [])} >>`;
      refs.set(name, add(stream(form.content, `/Type /XObject /Subtype /Form /BBox [0 0 1000 1000] ${resources}`)));
    }
    const contents = add(stream(content));
    const annots = annotations.map(
      ({ form, rect, entries: more = '' }) =>
        `<< /Type /Annot /Subtype /FreeText /F 4 /Rect [${rect.join(' ')}] /AP << /N ${refs.get(form)} 0 R >> ${more} >>`,
    );
    const resources = `/Resources << ${fonts} ${xobjects([...refs.keys()])} >>`;
    return add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [${mediaBox.join(' ')}] ${resources} /Contents ${contents} 0 R /Annots [${annots.join(' ')}] ${entries} >>`,
    );
  });
  objects[1] = `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`;

  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) file += `${String(offset).padStart(10, '0')} 00000 n \n`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** A page that draws a form that draws a form …, `fan` times each, `depth` deep: fan^depth drawings of `core`. */
export function bombPage(fan: number, depth: number, core: string): RawPage {
  const forms: Record<string, { content: string; uses: string[] }> = { X0: { content: core, uses: [] } };
  for (let level = 1; level <= depth; level++) forms[`X${level}`] = { content: `/X${level - 1} Do\n`.repeat(fan), uses: [`X${level - 1}`] };
  return { content: `/X${depth} Do`, forms };
}
