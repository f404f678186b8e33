/** A reading as parts that each fit into a model's window: whole pages where possible, the last page of a part again in the next one. */
import { type Reading, type Segment, segmentsOf } from '../../reading/reading.ts';

/** What a model is shown at a time. */
export interface Part {
  /** The lines with their ids, between the tag lines of their pages. */
  readonly text: string;
  /** 1-based over all files and texts. */
  readonly firstPage: number;
  readonly lastPage: number;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** Lines that are longer than a window, by id: only their beginning is in the parts. */
  readonly cut: readonly string[];
}

/** Letters of a token: words of European languages have more, long compounds and names about three. */
const LETTERS_PER_TOKEN = 3;

/**
 * About as many tokens as a text has, rather more than less: tokenizers differ, and some make a token of each digit. Blanks go with the word
 * behind them, two signs are one, and letters that are not Latin are a token each.
 */
export function estimateTokens(text: string): number {
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  const signs = text.match(/[^\p{L}\p{N}\s]{1,2}/gu)?.length ?? 0;
  const others = text.match(/[^\P{L}A-Za-z]|\p{N}|[^\S ]/gu)?.length ?? 0;
  return Math.ceil(latin / LETTERS_PER_TOKEN) + signs + others;
}

interface Block {
  readonly page: number;
  readonly text: string;
  readonly tokens: number;
}

/**
 * @param room tokens that one part may have.
 * @param tokensOfPicture what the picture that goes with a page takes of them; 0: none does. With one, a page needs no lines.
 */
export function partsOf(reading: Reading, room: number, tokensOfPicture: (page: number) => number = () => 0): Parts {
  const cut: string[] = [];
  const lines = Map.groupBy(segmentsOf(reading), ({ pageIndex }) => pageIndex);
  const blocks = reading.pages.flatMap(({ file_index }, index) =>
    blocksOf({ page: index + 1, file: file_index, picture: tokensOfPicture(index + 1) }, lines.get(index + 1) ?? [], room, cut),
  );
  const parts: Part[] = [];
  let current: Block[] = [];
  let tokens = 0;
  for (const block of blocks) {
    if (current.length > 0 && tokens + block.tokens > room) {
      parts.push(partOf(current));
      const last = current.at(-1);
      // What begins at the foot of a page goes on at the head of the next: the page is shown with both.
      const again = last !== undefined && current.length > 1 && last.page !== block.page && last.tokens + block.tokens <= room;
      current = again ? [last] : [];
      tokens = again ? last.tokens : 0;
    }
    current.push(block);
    tokens += block.tokens;
  }
  if (current.length > 0) parts.push(partOf(current));
  return { parts, cut };
}

function partOf(blocks: readonly Block[]): Part {
  const pages = blocks.map(({ page }) => page);
  return { text: blocks.map(({ text }) => text).join('\n'), firstPage: Math.min(...pages), lastPage: Math.max(...pages) };
}

interface Shown {
  readonly page: number;
  readonly file: number;
  /** Tokens. */
  readonly picture: number;
}

/** A page, or what of it fits at a time. */
function blocksOf({ page, file, picture }: Shown, segments: readonly Segment[], room: number, cut: string[]): Block[] {
  const [opening, closing] = [`<page number="${page}" file="${file}">`, '</page>'];
  const frame = estimateTokens(opening + closing) + 1 + picture;
  const blocks: Block[] = [];
  let lines: string[] = [];
  let tokens = frame;
  const close = () => {
    if (lines.length > 0 || (picture > 0 && blocks.length === 0))
      blocks.push({ page, text: [opening, ...lines, closing].join('\n'), tokens });
    lines = [];
    tokens = frame;
  };
  for (const { id, line } of segments) {
    let shown = `${id}: ${line.text}`;
    if (frame + estimateTokens(shown) + 1 > room) {
      cut.push(id);
      shown = shown.slice(0, Math.max(id.length, Math.floor((room - frame) / 2))).toWellFormed();
    }
    const more = estimateTokens(shown) + 1;
    if (tokens + more > room) close();
    lines.push(shown);
    tokens += more;
  }
  close();
  return blocks;
}
