/** PDFs written by hand, for what pdfkit does not draw: object by object, with a true cross-reference table. */

export interface RawPage {
  /** Content stream. `/F1` is Helvetica, `/F2` Courier, both in StandardEncoding unless `encoding` says otherwise. */
  readonly content: string;
  /** Null: the one of the page tree. */
  readonly mediaBox?: readonly number[] | null;
  /** More entries of the page's dictionary: `/Rotate 90 /CropBox […]`. */
  readonly entries?: string;
  /** More entries of its resources. */
  readonly resources?: string;
  /** Fields of a form, notes: each the text of an annotation's dictionary. */
  readonly notes?: readonly string[];
  /** Forms by name; each may draw those before it. */
  readonly forms?: Readonly<Record<string, { readonly content: string; readonly uses?: readonly string[]; readonly entries?: string }>>;
  /** Forms laid over the page at a rectangle. */
  readonly annotations?: readonly { readonly form: string; readonly rect: readonly number[]; readonly entries?: string }[];
}

export interface RawOptions {
  /** Of both fonts: a name (`/WinAnsiEncoding`) or a dictionary. */
  readonly encoding?: string;
  /** More fonts: `/F3 @courier`. */
  readonly fonts?: string;
  /** More entries of the catalog and of the page tree. */
  readonly catalog?: string;
  readonly tree?: string;
  /** More objects by name; wherever `@name` is written, a reference to it stands in the file. A pair: a stream's entries and its data. */
  readonly objects?: Readonly<Record<string, string | readonly [entries: string, data: string]>>;
}

export function rawPdf(pages: readonly RawPage[], options: RawOptions = {}): Buffer {
  const { encoding = '/StandardEncoding', fonts: moreFonts = '', catalog = '', tree = '', objects: named = {} } = options;
  const objects: string[] = [];
  const add = (text: string): number => objects.push(text);
  const stream = (content: string, entries = '') =>
    `<< /Length ${Buffer.byteLength(content, 'latin1')} ${entries} >>\nstream\n${content}\nendstream`;
  add(`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`);
  add('');
  const font = (name: string) => add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding ${encoding} >>`);
  const fonts = `/Font << /F1 ${font('Helvetica')} 0 R /F2 ${font('Courier')} 0 R ${moreFonts} >>`;
  const names = new Map(
    Object.entries(named).map(([name, object]) => [name, add(typeof object === 'string' ? object : stream(object[1], object[0]))]),
  );
  const kids = pages.map(
    ({ content, mediaBox = [0, 0, 595, 842], entries = '', resources: more = '', notes = [], forms = {}, annotations = [] }) => {
      const refs = new Map<string, number>();
      const xobjects = (names: readonly string[]) => `/XObject << ${names.map((name) => `/${name} ${refs.get(name)} 0 R`).join(' ')} >>`;
      for (const [name, form] of Object.entries(forms)) {
        const resources = `/Resources << ${fonts} ${xobjects(form.uses ?? [])} >>`;
        refs.set(name, add(stream(form.content, `/Type /XObject /Subtype /Form /BBox [0 0 1000 1000] ${resources} ${form.entries ?? ''}`)));
      }
      const contents = add(stream(content));
      const annots = annotations.map(
        ({ form, rect, entries: more = '' }) =>
          `<< /Type /Annot /Subtype /FreeText /F 4 /Rect [${rect.join(' ')}] /AP << /N ${refs.get(form)} 0 R >> ${more} >>`,
      );
      const resources = `/Resources << ${fonts} ${xobjects([...refs.keys()])} ${more} >>`;
      const box = mediaBox === null ? '' : `/MediaBox [${mediaBox.join(' ')}]`;
      annots.push(...notes.map((note) => `${add(`<< /Type /Annot ${note} >>`)} 0 R`));
      return add(`<< /Type /Page /Parent 2 0 R ${box} ${resources} /Contents ${contents} 0 R /Annots [${annots.join(' ')}] ${entries} >>`);
    },
  );
  objects[1] = `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} ${tree} >>`;

  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    const dictionary = object.split('stream\n', 1)[0] ?? '';
    const resolved = dictionary.replace(/@(\w+)/g, (_, name: string) => `${names.get(name)} 0 R`);
    file += `${index + 1} 0 obj\n${resolved}${object.slice(dictionary.length)}\nendobj\n`;
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
