/**
 * HEIC, as iPhones take photos, which sharp's libvips does not decode. libheif as WebAssembly does. Its package is optional, since it is under the
 * LGPL: where it is not installed such photos are refused by name.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { IxError } from '../../../contracts/errors.ts';
import { withMemoryLimit } from '../wasm-memory.ts';

export interface HeicPicture {
  /** Pixels of the primary picture, turned as the file says. */
  readonly width: number;
  readonly height: number;
  /** Red, green, blue; row by row from the top. @throws IxError IX_000_008 damaged. */
  decode(): Promise<Uint8Array>;
}

/** What ix calls of libheif.js, emscripten's binding of libheif/heif.h. Contexts, handles and enumerated values are objects of the binding. */
interface Libheif {
  readonly heif_colorspace: { readonly heif_colorspace_RGB: object };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: object };
  heif_context_alloc(): object;
  heif_context_read_from_memory(context: object, bytes: Uint8Array): unknown;
  /** An error, which the calls with a handle do not take, where there is none. */
  heif_js_context_get_primary_image_handle(context: object): object;
  heif_image_handle_get_width(handle: object): number;
  heif_image_handle_get_height(handle: object): number;
  /** An error has no channels. `stride` and `data` are bytes. */
  heif_js_decode_image2(
    handle: object,
    space: object,
    chroma: object,
  ): Promise<{ readonly channels?: readonly { readonly stride: number; readonly data: Uint8Array }[] }>;
}

/** The little of it that is used here: its types come with browsers alone. */
declare const WebAssembly: {
  readonly Module: new (wasm: ArrayBuffer) => object;
  readonly Instance: new (module: object, imports: object) => object;
};

/** Of a picture of 100 million pixels 450 MB are taken: as it is coded, and in three colours. */
const MEMORY_BYTES = 1024 * 2 ** 20;
/** What the `ftyp` box in front says (ISO/IEC 23008-12, annex B): one picture or several, coded by HEVC. */
const BRANDS = ['heic', 'heix', 'heim', 'heis', 'mif1'];

const require = createRequire(import.meta.url);
let compiled: object | null = null;

/**
 * Null: it is none. Nothing is decoded yet.
 * @param from the package, for tests.
 * @throws IxError IX_000_005 where the package is not installed, IX_000_008 damaged.
 */
export function openHeic(bytes: Uint8Array, from = 'libheif-js'): HeicPicture | null {
  const [type, brand] = [4, 8].map((at) => Buffer.from(bytes.subarray(at, at + 4)).toString('latin1'));
  if (type !== 'ftyp' || brand === undefined || !BRANDS.includes(brand)) return null;
  // A fresh one each time, which takes 10 ms: so its memory goes with the picture, and a damaged file leaves nothing behind.
  const libheif = loadLibheif(from);
  try {
    const context = libheif.heif_context_alloc();
    libheif.heif_context_read_from_memory(context, bytes);
    const handle = libheif.heif_js_context_get_primary_image_handle(context);
    const [width, height] = [libheif.heif_image_handle_get_width(handle), libheif.heif_image_handle_get_height(handle)];
    return { width, height, decode: () => decoded(libheif, handle, width, height) };
  } catch (cause) {
    throw damaged(cause);
  }
}

const damaged = (cause?: unknown) => new IxError('IX_000_008', 'the picture is damaged, or cut off', { cause });

async function decoded(libheif: Libheif, handle: object, width: number, height: number): Promise<Uint8Array> {
  const { heif_colorspace, heif_chroma } = libheif;
  try {
    const picture = await libheif.heif_js_decode_image2(
      handle,
      heif_colorspace.heif_colorspace_RGB,
      heif_chroma.heif_chroma_interleaved_RGB,
    );
    const [channel] = picture.channels ?? [];
    if (channel === undefined) throw damaged();
    const { data, stride } = channel;
    const rgb = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) rgb.set(data.subarray(y * stride, y * stride + width * 3), y * width * 3);
    return rgb;
  } catch (cause) {
    throw cause instanceof IxError ? cause : damaged(cause);
  }
}

function loadLibheif(from: string): Libheif {
  let load: unknown;
  try {
    load = require(`${from}/libheif-wasm/libheif.js`);
    compiled ??= new WebAssembly.Module(withMemoryLimit(readFileSync(require.resolve(`${from}/libheif-wasm/libheif.wasm`)), MEMORY_BYTES));
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND')) throw cause;
    throw new IxError('IX_000_005', `image/heic, which is read where the optional package ${from} is installed; save it as JPEG`, {
      cause,
    });
  }
  const module = compiled;
  const instantiateWasm = (imports: object, receive: (instance: object) => object) => receive(new WebAssembly.Instance(module, imports));
  const libheif: unknown = typeof load === 'function' ? load({ instantiateWasm, print: () => {}, printErr: () => {} }) : null;
  if (!isLibheif(libheif)) throw new Error(`${from} is not what ix was written for`);
  return libheif;
}

const isLibheif = (module: unknown): module is Libheif =>
  typeof module === 'object' &&
  module !== null &&
  ['heif_context_alloc', 'heif_js_context_get_primary_image_handle', 'heif_js_decode_image2'].every(
    (name) => typeof Reflect.get(module, name) === 'function',
  );
