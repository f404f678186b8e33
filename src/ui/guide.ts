/** The documentation of this ix, made when it is first asked for, and its search. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buildGuide, type GuidePage, type GuideSection, rootOfDocs } from './guide-build.ts';

let made: Promise<readonly GuidePage[]> | null = null;

/** The index first. Empty: this ix was installed without its documentation. */
export function guide(): Promise<readonly GuidePage[]> {
  const root = rootOfDocs();
  made ??= root === null ? Promise.resolve([]) : buildGuide(root);
  return made;
}

/** A picture of a page, by its file's name. Null: there is none of this name. */
export async function guidePicture(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const root = rootOfDocs();
  if (root === null || !/^[\w-]+\.png$/.test(name)) return null;
  const file = new URL(`docs/screenshots/${name}`, root);
  return existsSync(file) ? Uint8Array.from(await readFile(file)) : null;
}

export interface Found {
  readonly page: GuidePage;
  readonly section: GuideSection;
  /** The text around the first word that was asked for. */
  readonly excerpt: string;
}

const SHOWN = 30;

/** Sections in which every word stands, or begins a word; those that say it in a heading come first, then those that say it often. */
export function searchGuide(pages: readonly GuidePage[], query: string): Found[] {
  const words = query
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  const found = pages.flatMap((page) =>
    page.sections.flatMap((section) => {
      const [title, text] = [`${page.title} ${section.title}`.toLowerCase(), section.text.toLowerCase()];
      const counts = words.map((word) => 20 * occurrences(title, word) + Math.min(occurrences(text, word), 10));
      if (counts.includes(0)) return [];
      const score = counts.reduce((sum, count) => sum + count, 0);
      return [{ page, section, score, excerpt: excerptOf(section.text, words) }];
    }),
  );
  return found.sort((a, b) => b.score - a.score).slice(0, SHOWN);
}

/** Where words begin, or after what joins them in a name: `timeout` finds IX_CALLBACK_TIMEOUT_SECONDS. */
const occurrences = (text: string, word: string): number =>
  text.split(word).filter((before, i, parts) => i < parts.length - 1 && !/[\p{L}\p{N}]$/u.test(before)).length;

const AROUND = 90;

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const at = Math.max(0, Math.min(...words.map((word) => lower.indexOf(word)).filter((place) => place >= 0), lower.length));
  const from = at >= lower.length ? 0 : text.lastIndexOf(' ', Math.max(0, at - AROUND)) + 1;
  const cut = text.slice(from, at >= lower.length ? 2 * AROUND : at + AROUND);
  return `${from > 0 ? '… ' : ''}${cut}${from + cut.length < text.length ? ' …' : ''}`;
}
