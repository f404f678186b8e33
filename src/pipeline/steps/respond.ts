/** Respond: of all that was found, what the request asked for. */
import type { Page, ResponseIX } from '../../contracts/response.ts';
import { explained } from '../engines/explain-other.ts';
import { type Trusted, trustOf } from '../grounding/trust.ts';
import { originsOf, type Reading } from '../reading/reading.ts';
import { type Context, type Step, wantsReading } from './step.ts';

export const respond: Step = {
  name: 'respond',

  validate: () => 'run',

  async process(context) {
    const { provenance } = context;
    context.answer = {
      ix_result: ixResult(context),
      ocr_result: ocrResult(context),
      provenance,
      explanations: explanations(context),
      ...trusted(context),
    };
  },
};

function ixResult({ extraction }: Context): ResponseIX['ix_result'] {
  if (extraction === null) return null;
  const { result, engine, model_name, token_usage } = extraction;
  return { result, meta_data: { engine, model_name, token_usage } };
}

function explanations({ request, extraction, reading }: Context): ResponseIX['explanations'] {
  if (!request.options.explain || extraction === null || reading === null) return null;
  return Object.fromEntries([...explained(extraction, reading)].map(([path, explanation]) => [`result.${path}`, explanation]));
}

function trusted({ reading, useCase, extraction, provenance }: Context): Trusted {
  if (reading === null || useCase === null || extraction === null) return { trust: null, needs_review: [] };
  return trustOf(reading, useCase, extraction, provenance);
}

/** `ocr_only` without more asks for the text: there is no other result. */
function ocrResult({ request: { options }, reading }: Context): ResponseIX['ocr_result'] {
  if (reading === null || !wantsReading(options)) return null;
  const { include_ocr_text, include_geometries, ocr_only } = options.ocr;
  const text = include_ocr_text || (ocr_only && !include_geometries) ? taggedText(reading) : null;
  return {
    result: { text, pages: include_geometries ? [...reading.pages] : null },
    meta_data: { engines: originsOf(reading), page_count: reading.pages.length },
  };
}

/** The lines of each page between its tag lines; `number` counts within the file. Tag lines are no segments. */
export function taggedText({ pages }: Pick<Reading, 'pages'>): string {
  return pages.map(taggedPage).join('\n');
}

function taggedPage({ file_index, page_no, lines }: Page): string {
  return [`<page file="${file_index}" number="${page_no}">`, ...lines.map(({ text }) => text), '</page>'].join('\n');
}
