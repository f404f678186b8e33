/** How a page that lies turned or askew is seen upright, and how large it is then. */
import type { Turn } from './tesseract.ts';

/** What has to be done to the picture to see it as it was read: first turned, then straightened about its middle on white. */
export interface Straightening {
  /** Degrees clockwise. */
  readonly turn: Turn;
  /** Degrees clockwise, from −10 to 10. */
  readonly angle: number;
}

/** What a page of this size becomes. */
export function straightenedSize({ width, height }: { width: number; height: number }, { turn, angle }: Straightening) {
  const radians = ((turn + angle) * Math.PI) / 180;
  const [cos, sin] =
    turn % 180 === 0 && angle === 0 ? [1, 0] : angle === 0 ? [0, 1] : [Math.abs(Math.cos(radians)), Math.abs(Math.sin(radians))];
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/** The size of a page as its boxes lie on it, and how it was turned. */
export const frameOf = ({ width, height, turn }: { width: number; height: number; turn: Turn }) => ({
  width: Math.round(width * 100) / 100,
  height: Math.round(height * 100) / 100,
  rotation: turn,
});
