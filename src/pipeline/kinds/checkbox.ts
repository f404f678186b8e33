/** Yes or no: as a word, as a ticked box, or as a box beside each of the words. With `choices`: the one whose box is ticked. */
import { foldedWords } from '../locales/vocabulary.ts';
import { spellingsOfField } from './choice.ts';
import { asItStands, type Kind, plainValue } from './kind.ts';
import { findSpellings, type Spellings, spellingsOf } from './spellings.ts';
import { findBoxes, tickedOf } from './ticks.ts';

const YES_OR_NO = spellingsOf([
  ...[...foldedWords('yes')].map((word): [string, string] => [word, 'true']),
  ...[...foldedWords('no')].map((word): [string, string] => [word, 'false']),
]);

const checkbox: Kind = {
  name: 'checkbox',
  types: ['boolean', 'string'],
  formed: false,
  ticked: true,
  withoutLabel: null,
  find: (sight, from, to) => {
    const boxes = findBoxes(sight.text, from, to);
    // The letter in "[x]" is no word.
    const words = findSpellings(YES_OR_NO, sight, from, to).filter(
      ({ start, end }) => !boxes.some((box) => box.start < end && box.end > start),
    );
    if (boxes.length === 0) return words.slice(0, 1).filter(({ start }) => !/[\p{L}\d]/u.test(sight.text.slice(from, start)));
    if (words.length > 0) return tickedOf(words, boxes);
    const [box] = boxes;
    return box === undefined || boxes.length > 1 ? [] : [plainValue(box.start, box.end, String(box.ticked))];
  },
  canonicalise: asItStands,
  for: (field) => (field.choices === null ? checkbox : { ...checkbox, find: ticked(spellingsOfField(field)) }),
};
export default checkbox;

const ticked =
  (spellings: Spellings): Kind['find'] =>
  (sight, from, to) =>
    tickedOf(findSpellings(spellings, sight, from, to), findBoxes(sight.text, from, to));
