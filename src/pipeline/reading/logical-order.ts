/** Right-to-left text: from the order in which it stands on the page, left to right, to the one in which it is read. */

export const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LEFT_TO_RIGHT = /[\p{L}--[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]]/v;
/** What keeps its own order inside a word of the other direction: numbers with their points and signs, Latin letters. */
const KEPT = /[\p{Nd}\p{Script=Latin}](?:[\p{Nd}\p{Script=Latin}.,:/%+-]*[\p{Nd}\p{Script=Latin}%])?/gu;

/** The words of one line, from left to right on the page, in reading order; each word's letters too. Lines of one direction stay as they are. */
export function inLogicalOrder<T extends { readonly text: string }>(words: readonly T[]): T[] {
  const foreign = words.filter(({ text }) => RIGHT_TO_LEFT.test(text)).length;
  if (foreign === 0) return [...words];
  const native = words.filter(({ text }) => LEFT_TO_RIGHT.test(text) && !RIGHT_TO_LEFT.test(text)).length;
  const turned = words.map((word) => (RIGHT_TO_LEFT.test(word.text) ? { ...word, text: reversed(word.text) } : word));
  // The line runs the way most of its words do; words of the other way keep their order among themselves.
  return foreign >= native
    ? turnRuns(turned.reverse(), (text) => LEFT_TO_RIGHT.test(text))
    : turnRuns(turned, (text) => RIGHT_TO_LEFT.test(text));
}

function reversed(text: string): string {
  // Brackets are mirrored by PDFium.
  const turned = [...text].reverse().join('');
  return turned.replace(KEPT, (part) => [...part].reverse().join(''));
}

/** Turns each unbroken run of words that go the other way. */
function turnRuns<T extends { readonly text: string }>(words: readonly T[], isOther: (text: string) => boolean): T[] {
  const ordered: T[] = [];
  let run: T[] = [];
  for (const word of words) {
    if (isOther(word.text)) run.unshift(word);
    else {
      ordered.push(...run, word);
      run = [];
    }
  }
  return [...ordered, ...run];
}
