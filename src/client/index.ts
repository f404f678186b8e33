/** What `ix/client` exports. */
export type { CallOptions, Signal } from './call.ts';
export * from './callback.ts';
export * from './client.ts';
export { type Fault, IxProblem, IxUnreachable, type ProblemBody } from './failures.ts';
export type { Ask, ClientOptions, Transport } from './transport.ts';
export type * from './types.ts';
export { hasEnded } from './types.ts';
export type { OnProgress, Upload, UploadProgress } from './upload.ts';
