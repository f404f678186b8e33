/** The API over the real acts and a database of its own, as main.ts puts them together; a worker's two acts to end a job with. */

import { pino } from 'pino';
import type { JobId } from '../../src/contracts/ids.ts';
import type { Issuer } from '../../src/contracts/issuer.ts';
import { type Job, JobSchema } from '../../src/contracts/job.ts';
import type { SubmissionInput } from '../../src/contracts/request.ts';
import { emptyResponse, type ResponseIX } from '../../src/contracts/response.ts';
import { type App, type AppDeps, createApp } from '../../src/http/app.ts';
import { BODY_SECONDS } from '../../src/http/body.ts';
import { Front } from '../../src/http/front.ts';
import { Intake } from '../../src/http/intake.ts';
import { Rates } from '../../src/http/rates.ts';
import { Authenticator } from '../../src/jobs/authenticator.ts';
import { BatchWatch, cancelBatch, getBatch, waitForBatch } from '../../src/jobs/batches.ts';
import { actOnAll, countAll } from '../../src/jobs/bulk.ts';
import { callbackActs } from '../../src/jobs/callback-acts.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { deleteClient, deleteJob } from '../../src/jobs/delete.ts';
import type { JobsDeps } from '../../src/jobs/deps.ts';
import { deleteFile, getFile, storeFile } from '../../src/jobs/files.ts';
import { deleteFilter, listFilters, saveFilter } from '../../src/jobs/filters.ts';
import { finish } from '../../src/jobs/finish.ts';
import { JobWatch } from '../../src/jobs/job-watch.ts';
import { keyActs } from '../../src/jobs/key-acts.ts';
import { listPauses, pause, resume } from '../../src/jobs/pauses.ts';
import { getJob, getJobByCorrelation, listJobs, waitForJob } from '../../src/jobs/read.ts';
import { resubmit } from '../../src/jobs/resubmit.ts';
import { review, reviewedJobs } from '../../src/jobs/review.ts';
import { Sessions } from '../../src/jobs/sessions.ts';
import { stageUpload } from '../../src/jobs/stage-upload.ts';
import { submit } from '../../src/jobs/submit.ts';
import { submitBatch, submitLines } from '../../src/jobs/submit-batch.ts';
import { UseCaseLibrary } from '../../src/jobs/use-cases.ts';
import { listWorkers } from '../../src/jobs/workers.ts';
import { loadUseCases, type UseCaseRegistry, useCaseFromDefinition } from '../../src/pipeline/use-cases/registry.ts';
import { Stage } from '../support/stage.ts';

/** Small, so that tests can go over it. */
export const MAX_FILE_BYTES = 100_000;
export const WATCHERS_MAX = 20;

const WELL = { ok: true, state: 'well' as const, detail: null };

export class Api {
  readonly app: App;
  readonly deps: AppDeps;
  /** What was logged, a line each. */
  readonly lines: Record<string, unknown>[] = [];
  readonly #stage: Stage;
  readonly #authenticator: Authenticator;
  readonly #watching: readonly (JobWatch | BatchWatch)[];

  private constructor(
    stage: Stage,
    authenticator: Authenticator,
    issuer: Issuer | null,
    useCases: UseCaseRegistry,
    overrides: Partial<AppDeps>,
  ) {
    this.#stage = stage;
    this.#authenticator = authenticator;
    const jobs = stage.deps;
    const [watching, batches] = [new JobWatch(jobs, WATCHERS_MAX), new BatchWatch(jobs, WATCHERS_MAX)];
    this.#watching = [watching, batches];
    this.deps = {
      submit: (...args) => submit(jobs, ...args),
      submitBatch: (...args) => submitBatch(jobs, ...args),
      submitLines: (...args) => submitLines(jobs, ...args),
      getBatch: (...args) => getBatch(jobs, ...args),
      waitForBatch: (...args) => waitForBatch(jobs, ...args),
      cancelBatch: (...args) => cancelBatch(jobs, ...args),
      bulk: { count: (...args) => countAll(jobs, ...args), act: (...args) => actOnAll(jobs, ...args) },
      getJob: (...args) => getJob(jobs, ...args),
      getJobByCorrelation: (...args) => getJobByCorrelation(jobs, ...args),
      listJobs: (...args) => listJobs(jobs, ...args),
      waitForJob: (...args) => waitForJob(jobs, ...args),
      watchJob: (...args) => watching.watch(...args),
      watchBatch: (...args) => batches.watch(...args),
      cancelJobs: (...args) => cancel(jobs, ...args),
      resubmitJob: (...args) => resubmit(jobs, ...args),
      deleteJob: (...args) => deleteJob(jobs, ...args),
      deleteClient: (...args) => deleteClient(jobs, ...args),
      files: {
        stage: () => stageUpload(jobs),
        store: (...args) => storeFile(jobs, ...args),
        get: (...args) => getFile(jobs, ...args),
        delete: (...args) => deleteFile(jobs, ...args),
      },
      filters: {
        list: (...args) => listFilters(jobs, ...args),
        save: (...args) => saveFilter(jobs, ...args),
        delete: (...args) => deleteFilter(jobs, ...args),
      },
      pauses: {
        list: (...args) => listPauses(jobs, ...args),
        pause: (...args) => pause(jobs, ...args),
        resume: (...args) => resume(jobs, ...args),
      },
      listWorkers: (...args) => listWorkers(jobs, ...args),
      review: (...args) => review(jobs, ...args),
      reviewedJobs: (...args) => reviewedJobs(jobs, ...args),
      callbacks: callbackActs(jobs),
      keys: keyActs(jobs, authenticator),
      authenticator,
      sessions: new Sessions(jobs, authenticator, issuer),
      signIn: issuer?.signIn ?? null,
      rates: new Rates(),
      front: new Front({ publicUrl: null, trustProxy: [] }),
      pages: { page: async () => null, text: async () => null, original: async () => null },
      useCases: new UseCaseLibrary(jobs, useCases, useCaseFromDefinition),
      health: async () => ({ postgres: WELL, queue: WELL, worker: WELL, ocr: WELL, llm: WELL }),
      ready: async () => true,
      metrics: { text: async () => '', families: async () => [] },
      log: pino({ level: 'debug' }, { write: (line: string) => this.lines.push(JSON.parse(line)) }),
      intake: new Intake({ jobs: 2000, bytes: 50_000_000 }),
      refusalOf: () => null,
      limits: { maxFileBytes: MAX_FILE_BYTES, bodySeconds: BODY_SECONDS },
      ...overrides,
    };
    this.app = createApp(this.deps);
  }

  /** @param overrides of the deps, or what makes them out of what the acts work on. */
  static async open(
    overrides: Partial<AppDeps> | ((jobs: JobsDeps) => Partial<AppDeps>) = {},
    adminKey: string | null = null,
    issuer: Issuer | null = null,
  ): Promise<Api> {
    const stage = await Stage.open();
    const authenticator = new Authenticator(stage.deps, adminKey, issuer);
    await authenticator.start();
    return new Api(
      stage,
      authenticator,
      issuer,
      await loadUseCases(null),
      typeof overrides === 'function' ? overrides(stage.deps) : overrides,
    );
  }

  /** Of its database. */
  get url(): string {
    return this.#stage.url;
  }

  get em() {
    return this.#stage.em;
  }

  async close(): Promise<void> {
    await Promise.all(this.#watching.map((watch) => watch.close()));
    await this.#authenticator.stop();
    await this.#stage.close();
  }

  post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } };
    return Promise.resolve(this.app.request('/jobs', init));
  }

  /** A new job of these, as its submitter sees it. */
  async submitted(submission: SubmissionInput): Promise<Job> {
    const response = await this.post(submission);
    if (response.status !== 201) throw new Error(`expected 201, got ${response.status}: ${await response.text()}`);
    return JobSchema.parse(await response.json());
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return Promise.resolve(this.app.request(path, { headers }));
  }

  /** A worker has claimed every waiting job, and is heard of no more. */
  async runAll(): Promise<void> {
    await claim(this.#stage.deps, 1000, 'test-worker');
  }

  /** What a worker does with every waiting job, without the pipeline: each ends with this answer, or an empty one. */
  async endAll(answer: Partial<ResponseIX> = {}): Promise<JobId[]> {
    const claims = await claim(this.#stage.deps, 1000, 'test-worker');
    const outcomes = claims.map(({ request, clientId, requestId, ixId, ...fence }) => ({
      claim: fence,
      response: {
        ...emptyResponse({ ix_client_id: clientId, request_id: requestId, ix_id: ixId, use_case: request?.use_case ?? null }),
        ...answer,
      },
    }));
    return [...(await finish(this.#stage.deps, outcomes))];
  }
}
