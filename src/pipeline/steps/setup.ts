/** Setup: is the request sound, which use case is meant, and the bytes of every file. */
import { IxError } from '../../contracts/errors.ts';
import type { RequestFile, RequestIX } from '../../contracts/request.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { FileSource } from '../pipeline.ts';
import { sniff } from '../reading/sniff.ts';
import { useCaseFromInline } from '../use-cases/inline.ts';
import { ofFile } from './of-file.ts';
import { type SniffedFile, type Step, wantsReading } from './step.ts';
import { together } from './together.ts';

/** The use cases that requests may name. */
export interface UseCases {
  list(): readonly UseCase[];
  get(name: string): UseCase | null;
}

export interface SetupDeps {
  readonly files: FileSource;
  readonly useCases: UseCases;
}

export const setupWith = (deps: SetupDeps): Step => ({
  name: 'setup',

  validate({ request: { context, options } }) {
    if (context.files.length === 0 && context.texts.length === 0) throw new IxError('IX_000_002');
    if (context.files.length === 0 && wantsReading(options)) {
      const asked = (['include_ocr_text', 'include_geometries', 'ocr_only'] as const).filter((option) => options.ocr[option]);
      throw new IxError('IX_000_004', `${asked.map((option) => `options.ocr.${option}`).join(', ')} with texts alone`);
    }
    return 'run';
  },

  async process(context, tools) {
    const { request } = context;
    // The use case first: a wrong name should not cost a download.
    context.useCase = resolveUseCase(request, deps.useCases);
    context.files = await together(request.context.files, tools.signal, (file, index, signal) =>
      load(file, index, request.ix_client_id, deps.files, signal),
    );
  },
});

/** Fetches a file and looks at its type, so that one that cannot be read stops the others before they are read. */
async function load(file: RequestFile, index: number, client: string, files: FileSource, signal: AbortSignal): Promise<SniffedFile> {
  const loaded = await ofFile(index, file.display_name, () =>
    'url' in file ? files.fetch(file, signal) : files.upload(file, client, signal),
  );
  const type = await ofFile(index, loaded.displayName, () => sniff(loaded.bytes));
  return { ...loaded, type };
}

/** @throws IxError IX_001_001 naming the use cases there are, when the one asked for is not among them. */
function resolveUseCase({ use_case, use_case_inline, options }: RequestIX, useCases: UseCases): UseCase | null {
  if (use_case_inline !== null) return useCaseFromInline(use_case_inline);
  if (use_case === null && options.ocr.ocr_only) return null;
  const known = use_case === null ? null : useCases.get(use_case);
  if (known !== null) return known;
  const names = useCases.list().map(({ name }) => name);
  const asked = use_case === null ? 'neither use_case nor use_case_inline given' : `no use case ${JSON.stringify(use_case)}`;
  throw new IxError('IX_001_001', `${asked}; there are: ${names.join(', ')}`);
}
