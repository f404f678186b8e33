/** The files of a multipart body as they come in: bounded, and hashed on the way, as the hash of a file is its id. */
import { createHash, type Hash } from 'node:crypto';
import { FileIdSchema } from '../contracts/ids.ts';
import { FILES_MAX, type UploadedFile } from '../contracts/request.ts';
import type { StagedUpload } from '../jobs/stage-upload.ts';
import type { Upload } from '../jobs/submit.ts';
import { Content } from './body.ts';
import type { Held } from './intake.ts';
import type { Take } from './multipart.ts';
import { invalid } from './problem.ts';

interface IncomingFile {
  readonly filename: string | null;
  readonly content: Content;
  readonly hash: Hash;
}

export class Uploads {
  readonly #maxFileBytes: number;
  readonly #stage: () => StagedUpload;
  readonly #files: IncomingFile[] = [];

  /** @param stage where what is large is stored while it arrives. @param held when that is over, so is the content of the files. */
  constructor(maxFileBytes: number, stage: () => StagedUpload, held?: Held) {
    this.#maxFileBytes = maxFileBytes;
    this.#stage = stage;
    held?.onRelease(() => {
      for (const { content } of this.#files) content.free();
    });
  }

  /** Where the next file goes. @throws Problem 422 when it is one too many; what it returns throws 413. */
  open(filename: string | null): Take {
    // As many as `context.files` takes; refused as soon as one more begins.
    if (this.#files.length === FILES_MAX) throw invalid([{ parameter: 'files', detail: `expected at most ${FILES_MAX} files` }]);
    const which = filename === null ? `number ${this.#files.length + 1}` : JSON.stringify(filename);
    const content = new Content({ bytes: this.#maxFileBytes, what: `part "files", ${which} (IX_FILE_MAX_BYTES)` }, this.#stage());
    const hash = createHash('sha256');
    this.#files.push({ filename, content, hash });
    return (chunk) => {
      content.take(chunk);
      hash.update(chunk);
    };
  }

  /** Stores what has come of the file that is coming in, where it is large. To be called between chunks. */
  async settle(): Promise<void> {
    for (const { content } of this.#files) await content.settle();
  }

  /** What was sent, as the request names it, and what is to be stored: equal files once. To be called once. */
  sent(): { readonly files: UploadedFile[]; readonly uploads: Upload[] } {
    const sent = this.#files
      // A browser's form in which no file was chosen sends an empty one without a name.
      .filter(({ filename, content }) => filename !== '' || content.size > 0)
      .map(({ filename, content, hash }) => ({ filename, content, fileId: FileIdSchema.parse(`sha256:${hash.digest('hex')}`) }));
    const distinct = new Map(sent.map(({ fileId, content }) => [fileId, content]));
    return {
      files: sent.map(({ fileId, filename }) => ({ file_id: fileId, display_name: filename === '' ? null : filename, password: null })),
      uploads: [...distinct].map(([fileId, content]) => ({ fileId, pieces: content.pieces(), staged: content.staged })),
    };
  }
}
