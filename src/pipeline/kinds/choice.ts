/** One of the values that its field allows, in the words of the document. */
import type { FieldDefinition } from '../../contracts/use-case.ts';
import { choiceTexts, isRole } from '../locales/vocabulary.ts';
import { asItStands, type Kind } from './kind.ts';
import { findSpellings, type Spellings, spellingsOf } from './spellings.ts';
import { findBoxes, tickedOf } from './ticks.ts';

/** What documents say for the values: the value itself with blanks for `_`, the field's own words, those of its role. */
export function spellingsOfField({ choices, choice_labels, role }: FieldDefinition): Spellings {
  const own = (choices ?? []).map((choice): [string, string] => [String(choice).replace(/_/g, ' '), String(choice)]);
  const allowed = new Set(own.map(([, value]) => value));
  const called = [...Object.entries(choice_labels), ...(role !== null && isRole(role) ? choiceTexts(role) : [])];
  const words = called
    .filter(([value]) => value === '' || allowed.has(value))
    .flatMap(([value, texts]) => texts.map((text): [string, string | null] => [text, value === '' ? null : value]));
  return spellingsOf([...own, ...words]);
}

const choice: Kind = {
  name: 'choice',
  types: ['string', 'integer', 'number', 'decimal', 'boolean'],
  formed: false,
  ticked: true,
  withoutLabel: 'mentioned',
  find: () => [],
  canonicalise: asItStands,
  for(field) {
    const spellings = spellingsOfField(field);
    return {
      ...choice,
      find(sight, from, to) {
        const options = findSpellings(spellings, sight, from, to);
        const boxes = options.length === 0 ? [] : findBoxes(sight.text, from, to);
        return boxes.length === 0 ? options : tickedOf(options, boxes);
      },
    };
  },
};
export default choice;
