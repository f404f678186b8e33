/** Files on their way to ix, with a submission as multipart/form-data or by themselves, and how far they have been sent. */

/** A file and what it is called; a `File` of a browser is one. */
export interface Upload {
  /** Without folders. */
  readonly name: string;
  readonly content: Blob;
}

export type OnProgress = (progress: UploadProgress) => void;

export interface UploadProgress {
  /** Bytes of files that were sent, at most `total`. */
  readonly sent: number;
  /** Bytes of all files. */
  readonly total: number;
}

export interface Content {
  readonly content: NonNullable<RequestInit['body']>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param onProgress as of `counted` */
export function multipart(request: unknown, files: readonly Upload[], onProgress?: OnProgress): Content {
  const form = new FormData();
  form.append('request', new Blob([JSON.stringify(request)], { type: 'application/json' }));
  for (const { content, name } of files) form.append('files', content, name);
  return counted(form, sizeOf(files), onProgress);
}

export const sizeOf = (files: readonly Upload[]): number => files.reduce((bytes, { content }) => bytes + content.size, 0);

/**
 * What is sent, told of piece by piece.
 * @param total bytes of files in it. @param onProgress told with each piece; in browsers, which send no streams over HTTP/1.1, at the beginning alone.
 */
export function counted(content: FormData | Blob, total: number, onProgress?: OnProgress): Content {
  if (onProgress === undefined) return { content };
  onProgress({ sent: 0, total });
  const { body, headers } = new Response(content);
  if (body === null || 'document' in globalThis) return { content };
  let sent = 0;
  const pieces = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        sent += piece.byteLength;
        onProgress({ sent: Math.min(sent, total), total });
        controller.enqueue(piece);
      },
    }),
  );
  return { content: pieces, headers: { 'Content-Type': headers.get('Content-Type') ?? '' } };
}
