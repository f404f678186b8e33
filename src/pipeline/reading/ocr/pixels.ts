/** A page as grey pixels: what all steps of recognition work on. */

export interface Pixels {
  /** One byte a pixel, 0 black, row by row from the top. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The pixels as a portable graymap, the plainest file that Tesseract reads. */
export function asPgm({ data, width, height }: Pixels): Uint8Array {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  return Buffer.concat([header, data]);
}
