/** Evens out the light of a photo: where the paper is grey or shaded, it becomes white, and ink keeps its contrast. */
import type { Pixels } from './pixels.ts';

/** Cells along the longer edge: larger than letters, smaller than shadows. */
const CELLS = 48;
/** The part of a cell's pixels that are darker than its paper: text covers less. */
const PAPER = 0.8;
/** Of 255. Paper whose brightness differs by less from cell to cell is even; evening it out would only raise noise. */
const UNEVEN = 40;
/** Darker than this it is no paper but a picture, or a desk. */
const DARKEST = 60;

/** The page on even white paper, or itself where its paper is even already. */
export function withEvenBackground(pixels: Pixels): Pixels {
  const { data, width, height } = pixels;
  const cell = Math.max(8, Math.ceil(Math.max(width, height) / CELLS));
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)];
  const paper = smooth(brightness(pixels, cell, columns, rows), columns, rows);
  const sorted = Float32Array.from(paper).sort();
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  if (at(0.95) - at(0.1) < UNEVEN) return pixels;
  const even = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const cy = Math.min(rows - 1, Math.max(0, (y + 0.5) / cell - 0.5));
    const [top, down] = [Math.floor(cy), cy - Math.floor(cy)];
    const below = Math.min(rows - 1, top + 1);
    for (let x = 0; x < width; x++) {
      const cx = Math.min(columns - 1, Math.max(0, (x + 0.5) / cell - 0.5));
      const [left, along] = [Math.floor(cx), cx - Math.floor(cx)];
      const right = Math.min(columns - 1, left + 1);
      const above = (paper[top * columns + left] ?? 0) * (1 - along) + (paper[top * columns + right] ?? 0) * along;
      const under = (paper[below * columns + left] ?? 0) * (1 - along) + (paper[below * columns + right] ?? 0) * along;
      const white = Math.max(DARKEST, above * (1 - down) + under * down);
      const index = y * width + x;
      even[index] = Math.min(255, ((data[index] ?? 0) * 255) / white);
    }
  }
  return { data: even, width, height };
}

/** Of each cell's paper. */
function brightness({ data, width, height }: Pixels, cell: number, columns: number, rows: number): Float32Array {
  const paper = new Float32Array(columns * rows);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      histogram.fill(0);
      let count = 0;
      for (let y = row * cell; y < Math.min(height, (row + 1) * cell); y++)
        for (let x = column * cell; x < Math.min(width, (column + 1) * cell); x++) {
          const value = data[y * width + x] ?? 0;
          histogram[value] = (histogram[value] ?? 0) + 1;
          count++;
        }
      let below = 0;
      let value = 0;
      while (value < 255 && below + (histogram[value] ?? 0) < PAPER * count) below += histogram[value++] ?? 0;
      paper[row * columns + column] = value;
    }
  return paper;
}

/** The mean of each cell's neighbourhood of three by three, so that no letter's size shows. */
function smooth(cells: Float32Array, columns: number, rows: number): Float32Array {
  return cells.map((_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    let [sum, count] = [0, 0];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        sum += cells[y * columns + x] ?? 0;
        count++;
      }
    return sum / count;
  });
}
