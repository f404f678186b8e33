/** A thread that reads one picture with Tesseract again and again, and does nothing else: what OCR costs at the least. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Pixels } from '../src/pipeline/reading/ocr/pixels.ts';
import { loadTesseract } from '../src/pipeline/reading/ocr/tesseract.ts';

export interface BareRecognition {
  readonly pixels: Pixels;
  readonly dpi: number;
  readonly languages: readonly string[];
}

const { pixels, dpi, languages }: BareRecognition = workerData;
const tesseract = await loadTesseract(512 * 2 ** 20);

parentPort?.on('message', async () => {
  const lines = await tesseract.read(pixels, dpi, languages, 'page');
  parentPort?.postMessage(lines.length);
});
