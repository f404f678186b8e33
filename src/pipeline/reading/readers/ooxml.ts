/** What Word, Excel and PowerPoint files have in common: parts that name each other by relations. */
import { posix } from 'node:path';
import { IxError } from '../../../contracts/errors.ts';
import { elements, type XmlElement } from '../xml-tree.ts';
import { openZip, type Zip } from './zip.ts';

export interface Relation {
  /** The last part of its type's URI: `header`, `worksheet` … */
  readonly type: string;
  /** The part's name in the archive. */
  readonly part: string;
}

export interface OfficeFile {
  readonly zip: Zip;
  /** The part that all begins with. */
  readonly main: XmlElement;
  /** Of the main part, by their ids. */
  readonly relations: ReadonlyMap<string, Relation>;
}

export async function openOffice(bytes: Uint8Array, maxMb: number): Promise<OfficeFile> {
  const zip = await openZip(bytes, maxMb);
  const [start] = [...(await relationsOf(zip, '')).values()].filter(({ type }) => type === 'officeDocument');
  const main = start === undefined ? null : await zip.xml(start.part);
  if (start === undefined || main === null) throw new IxError('IX_000_008', 'the Office file is damaged: its main part is missing');
  return { zip, main, relations: await relationsOf(zip, start.part) };
}

/** Relations to what lies outside the file are left out: nothing is fetched. */
export async function relationsOf(zip: Zip, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const root = await zip.xml(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const relations = new Map<string, Relation>();
  for (const { attributes } of root === null ? [] : elements(root, 'Relationship')) {
    const [id, type, target] = ['Id', 'Type', 'Target'].map((name) => attributes.get(name));
    if (id === undefined || type === undefined || target === undefined || attributes.get('TargetMode') === 'External') continue;
    relations.set(id, { type: posix.basename(type), part: target.startsWith('/') ? target.slice(1) : posix.join(folder, target) });
  }
  return relations;
}

/** Of a switch as an attribute states it. */
export const isOn = (value: string | undefined): boolean => value !== undefined && !/^(?:0|false|off)$/i.test(value);
