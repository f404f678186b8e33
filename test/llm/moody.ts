/** A scripted model that knows the truth of a document made and says it in some fields; in others it errs, is lazy, lies or cites what is not there. */
import type { MadeDocument } from '../maker/maker.ts';
import { askedFields } from '../support/model-server/models.ts';
import type { Model } from '../support/model-server/server.ts';

/** By the letters of the field and the document: the same each time. */
function moodOf(name: string, field: string): number {
  let sum = 0;
  for (const letter of `${name} ${field}`) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return sum % 10;
}

export const moody =
  ({ name, truth }: MadeDocument): Model =>
  (asked) =>
    JSON.stringify(
      Object.fromEntries(
        askedFields(asked).map((field) => {
          const value = truth[field]?.value ?? null;
          const mood = moodOf(name, field);
          if (mood < 6) return [field, { value, segments: [] }];
          if (mood === 6) return [field, { value: null, segments: [] }];
          if (mood === 7) return [field, { value, segments: ['p99_l99'] }];
          return [field, { value: madeUp(field), segments: mood === 8 ? ['p1_l0'] : [] }];
        }),
      ),
    );

/** Of the field's type, and in no document. */
function madeUp(field: string): string | null {
  if (/date|period/.test(field)) return '1971-02-03';
  if (/amount|balance|total|tax_a/.test(field)) return '987654.32';
  return field === 'account_type' || field === 'currency' ? null : `Xq${field.length}z-9182736`;
}
