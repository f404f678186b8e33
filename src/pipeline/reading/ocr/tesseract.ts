/** Tesseract as WebAssembly: loads it with a memory limit, types what ix calls, and reads one page. Nothing comes from a net or goes to disk. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { withMemoryLimit } from '../wasm-memory.ts';
import { languageFile } from './languages.ts';
import { asPgm, type Pixels } from './pixels.ts';
import { type LineOfWords, linesOf } from './tesseract-json.ts';

/** Of tesseract.js-core's TessBaseAPI (a binding of include/tesseract/baseapi.h). */
interface TessBaseAPI {
  Init(folder: string, languages: string, engine: number): number;
  SetVariable(name: string, value: string): boolean;
  SetPageSegMode(mode: number): void;
  /** Reads the file /input. */
  SetImageFile(exif: number, angle: number): number;
  Recognize(monitor: null): number;
  GetJSONText(page: number): string;
  DetectOS(results: object): boolean;
  Clear(): void;
  End(): void;
}

interface TesseractModule {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => TessBaseAPI;
  readonly OSResults: new () => { readonly best_result: { readonly orientation_id: number; readonly oconfidence: number } };
  destroy(object: object): void;
}

/** OEM_TESSERACT_ONLY, OEM_LSTM_ONLY and PSM_OSD_ONLY of include/tesseract/publictypes.h. */
const LEGACY = 0;
const NEURAL = 1;
const ORIENTATION_ONLY = 0;
/** What the pages of an upside-down script would be: degrees clockwise that make the page upright, by its orientation_id. */
const TURNS = [0, 270, 180, 90] as const;
export type Turn = (typeof TURNS)[number];

/** The little of it that is used here: its types come with browsers alone. */
declare const WebAssembly: {
  instantiate(wasm: ArrayBuffer, imports: object): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
  readonly Memory: new () => { readonly buffer: ArrayBuffer };
};

/**
 * PSM_SINGLE_COLUMN: ix lays words out by itself, so columns need not be found. Of 111 fields of the samples at 200 dpi this gives 108,
 * PSM_SPARSE_TEXT 108 for half as much time again, PSM_AUTO 106 and PSM_SINGLE_BLOCK 105.
 */
const COLUMN = 4;
/** What is ink is said for the whole page by Otsu, or for each part of it: thresholding_method of src/ccmain/thresholder.h. */
const THRESHOLDS = { page: '0', part: '1' } as const;
export type Threshold = keyof typeof THRESHOLDS;

const require = createRequire(import.meta.url);

export interface Orientation {
  /** Degrees clockwise that make the page upright. */
  readonly turn: Turn;
  /** Tesseract's own measure, from 0; from 6 on it is right in practice. */
  readonly confidence: number;
}

export interface Tesseract {
  /** Bytes of its memory: it only grows. */
  readonly memoryBytes: number;
  /** @param languages codes of Tesseract. @param dpi pixels per inch. @throws what {@link isTesseractCrash} knows. */
  read(pixels: Pixels, dpi: number, languages: readonly string[], threshold: Threshold): Promise<LineOfWords[]>;
  /** Null where the page does not say. */
  orientation(pixels: Pixels, dpi: number): Promise<Orientation | null>;
}

/** @param maxBytes most memory it may take; 64 MiB are needed to work at all. */
export async function loadTesseract(maxBytes: number): Promise<Tesseract> {
  // The plain SIMD build, not the relaxed one: the same page gives the same words on every processor.
  const load: unknown = require('tesseract.js-core/tesseract-core-simd.js');
  if (typeof load !== 'function') throw new Error('tesseract.js-core is not what ix was written for');
  const wasm = withMemoryLimit(await readFile(require.resolve('tesseract.js-core/tesseract-core-simd.wasm')), maxBytes);
  let memory: { readonly buffer: ArrayBuffer } | null = null;
  const instantiateWasm = (imports: object, receive: (instance: object) => void) => {
    void WebAssembly.instantiate(wasm, imports).then(({ instance }) => {
      memory = Object.values(instance.exports).find((part) => part instanceof WebAssembly.Memory) ?? null;
      receive(instance);
    });
  };
  const module: unknown = await load({ instantiateWasm, print: () => {}, printErr: () => {} });
  if (!isModule(module)) throw new Error('tesseract.js-core is not what ix was written for');
  return new Reader(module, () => memory?.buffer.byteLength ?? 0);
}

function isModule(module: unknown): module is TesseractModule {
  if (typeof module !== 'object' || module === null) return false;
  return ['TessBaseAPI', 'OSResults', 'destroy'].every((name) => typeof Reflect.get(module, name) === 'function') && 'FS' in module;
}

/** What a page brought about, by size or by luck: a trap inside WebAssembly, or a memory that is full. */
export const isTesseractCrash = (error: unknown): boolean =>
  typeof error === 'number' || (error instanceof Error && (error.name === 'RuntimeError' || error.name === 'ExitStatus'));

class Reader implements Tesseract {
  readonly #module: TesseractModule;
  readonly #memoryBytes: () => number;
  readonly #known = new Set<string>();
  readonly #ready = new Map<string, TessBaseAPI>();

  constructor(module: TesseractModule, memoryBytes: () => number) {
    this.#module = module;
    this.#memoryBytes = memoryBytes;
  }

  get memoryBytes(): number {
    return this.#memoryBytes();
  }

  async read(pixels: Pixels, dpi: number, languages: readonly string[], threshold: Threshold): Promise<LineOfWords[]> {
    const api = await this.#started(languages, NEURAL);
    try {
      api.SetVariable('thresholding_method', THRESHOLDS[threshold]);
      this.#show(api, pixels, dpi);
      api.SetPageSegMode(COLUMN);
      if (api.Recognize(null) !== 0) return [];
      return linesOf(JSON.parse(api.GetJSONText(0)));
    } finally {
      api.Clear();
    }
  }

  async orientation(pixels: Pixels, dpi: number): Promise<Orientation | null> {
    const api = await this.#started(['osd'], LEGACY);
    const results = new this.#module.OSResults();
    try {
      this.#show(api, pixels, dpi);
      api.SetPageSegMode(ORIENTATION_ONLY);
      if (!api.DetectOS(results)) return null;
      const { orientation_id, oconfidence } = results.best_result;
      const turn = TURNS[orientation_id];
      return turn === undefined ? null : { turn, confidence: oconfidence };
    } finally {
      this.#module.destroy(results);
      api.Clear();
    }
  }

  #show(api: TessBaseAPI, pixels: Pixels, dpi: number): void {
    const { FS } = this.#module;
    FS.writeFile('/input', asPgm(pixels));
    try {
      api.SetVariable('user_defined_dpi', String(Math.round(dpi)));
      api.SetImageFile(1, 0);
    } finally {
      FS.unlink('/input');
    }
  }

  /** One set of languages is kept: the next document is most likely in the same. */
  async #started(languages: readonly string[], engine: number): Promise<TessBaseAPI> {
    const names = languages.join('+');
    const ready = this.#ready.get(names);
    if (ready !== undefined) return ready;
    for (const language of languages) await this.#teach(language);
    if (engine === NEURAL) {
      for (const [other, api] of this.#ready) {
        if (other === 'osd') continue;
        api.End();
        this.#module.destroy(api);
        this.#ready.delete(other);
      }
    }
    const api = new this.#module.TessBaseAPI();
    if (api.Init('/', names, engine) !== 0) throw new Error(`Tesseract does not start with ${names}`);
    this.#ready.set(names, api);
    return api;
  }

  async #teach(language: string): Promise<void> {
    if (this.#known.has(language)) return;
    const packed = await readFile(languageFile(language));
    this.#module.FS.writeFile(`/${language}.traineddata`, gunzipSync(packed));
    this.#known.add(language);
  }
}
