/** Gaps between the words of a line: whether a blank parts two things or only two groups of digits. */
import { cornersOf, distance } from '../reading/box.ts';
import type { Segment } from '../reading/reading.ts';

/** Blanks are 0.25–0.33 of the font size wide and boxes about as high as the font size; cells stand further apart. */
const WIDE_GAP = 0.45;

/** Tells of a blank's place in a line whether the words left and right of it stand clearly apart; without boxes they do not. */
export function gapsOf({ page, line }: Segment): (at: number) => boolean {
  if (page.unit === 'none') return () => false;
  return (at) => {
    const right = line.words.findIndex(({ char_span: [start] }) => start === at + 1);
    const [before, after] = [line.words[right - 1], line.words[right]];
    if (before === undefined || after === undefined || before.char_span[1] !== at) return false;
    const [, end, foot] = cornersOf(before.bounding_box);
    const [start] = cornersOf(after.bounding_box);
    return distance(start, end) > WIDE_GAP * distance(foot, end);
  };
}
