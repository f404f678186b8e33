/** The answer of a job that ends without its pipeline having answered, built in SQL from the row's own columns. */
import { type RawBuilder, sql } from 'kysely';
import type { IxError } from '../contracts/errors.ts';
import { emptyResponse } from '../contracts/response.ts';

/** A jsonb expression over a row of ix_jobs: the empty response with its ids and the error. */
export function endedResponse(error: IxError): RawBuilder<unknown> {
  const empty = JSON.stringify(emptyResponse({ ix_client_id: '', request_id: '', ix_id: '', use_case: null }));
  return sql`${empty}::jsonb || jsonb_build_object('ix_client_id', client_id, 'request_id', request_id, 'ix_id', ix_id, 'use_case', use_case,
    'error', ${error.message}::text, 'code', ${error.code}::text)`;
}
