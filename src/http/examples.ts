/** The examples of `/openapi.json`. A test parses each by the schema it stands for. */
import type { Batch, BatchAnswer, BatchInput } from '../contracts/batch.ts';
import type { Job, JobList, JobSummary } from '../contracts/job.ts';
import type { RequestIX, SubmissionInput } from '../contracts/request.ts';
import { FieldDefinitionSchema, type FieldType, type ShownUseCase } from '../contracts/use-case.ts';

export const exampleSubmission: SubmissionInput = {
  use_case: 'bank_statement_header',
  ix_client_id: 'accounting',
  request_id: 'statement-2026-03',
  context: { files: [{ url: 'https://files.example.com/statement.pdf', headers: { Authorization: 'Bearer …' } }] },
  callback_url: 'https://accounting.example.com/ix',
};

export const exampleMultipart = {
  request: { use_case: 'bank_statement_header', ix_client_id: 'accounting', request_id: 'statement-2026-03' },
  files: ['(the bytes of statement.pdf)'],
};

export const exampleBatch: BatchInput = {
  jobs: [exampleSubmission, { use_case: 'invoice', ix_client_id: 'accounting', context: { texts: ['Invoice 4711 …'] } }],
};

export const exampleBatchAnswer: BatchAnswer = {
  created: 1,
  existing: 1,
  differs: 0,
  batch_id: '019d0b60-12a4-7d31-8f02-c1b7e4a95d00',
  jobs: [
    {
      index: 0,
      status: 'existing',
      job_id: '019d0b5e-6f00-7c4e-9b1a-5d3f8a2c7e10',
      client_id: 'accounting',
      request_id: 'statement-2026-03',
    },
    {
      index: 1,
      status: 'created',
      job_id: '019d0b60-12a4-7d31-8f02-c1b7e4a95d68',
      client_id: 'accounting',
      request_id: '019d0b60-12a4-7d31-8f02-c1b7e4a95d68',
    },
  ],
};

export const exampleBatchState: Batch = {
  batch_id: '019d0b60-12a4-7d31-8f02-c1b7e4a95d00',
  pending: 40,
  running: 8,
  done: 951,
  error: 1,
  created_at: '2026-03-20T09:30:00.000000Z',
  finished_at: null,
};

const request: RequestIX = {
  use_case: 'bank_statement_header',
  use_case_inline: null,
  ix_client_id: 'accounting',
  request_id: 'statement-2026-03',
  context: {
    files: [
      {
        url: 'https://files.example.com/statement.pdf',
        headers: { Authorization: '***' },
        max_bytes: null,
        display_name: null,
        password: null,
      },
    ],
    texts: [],
  },
  options: {
    ocr: { use_ocr: true, ocr_only: false, include_ocr_text: false, include_geometries: false, use_embedded: true, languages: [] },
    gen_ai: { engine: 'auto', model: null, images: false, temperature: null },
    provenance: { include_provenance: true, max_sources_per_field: 10, source_type: 'value' },
    explain: false,
  },
};

const summary: JobSummary = {
  job_id: '019d0b5e-6f00-7c4e-9b1a-5d3f8a2c7e10',
  ix_id: '9f86d081884c7d65',
  client_id: 'accounting',
  request_id: 'statement-2026-03',
  status: 'pending',
  use_case: 'bank_statement_header',
  use_case_version: null,
  display_name: 'statement.pdf',
  priority: 0,
  attempts: 0,
  callback_url: 'https://accounting.example.com/ix',
  callback_status: null,
  worker_id: null,
  origin_job_id: null,
  batch_id: null,
  needs_review: false,
  not_before: null,
  deadline_at: null,
  held: null,
  code: null,
  error: null,
  created_at: '2026-03-20T09:30:00.000000Z',
  started_at: null,
  finished_at: null,
};

export const exampleJob: Job = {
  ...summary,
  strikes: 0,
  lost_runs: [],
  cancel_requested_at: null,
  callback_error: null,
  request,
  response: null,
  review: null,
  queue: { ahead: 2, ahead_is_minimum: false, total_active: 5 },
};

export const exampleList: JobList = {
  jobs: [summary],
  total: 1,
  total_relation: 'exact',
  limit: 50,
  offset: 0,
  next_cursor: null,
  prev_cursor: null,
};

const field = (name: string, type: FieldType, labels: string[]) => FieldDefinitionSchema.parse({ name, type, labels });

export const exampleShownUseCase: ShownUseCase = {
  name: 'meter_reading',
  title: 'Meter reading',
  description: 'What an electricity meter showed, and when.',
  system_prompt: null,
  fields: [field('meter_no', 'string', ['Meter number', 'Zählernummer']), field('read_on', 'date', ['Read on', 'Abgelesen am'])],
  checks: [],
  json_schema: null,
  version: 3,
  retired_at: null,
};
