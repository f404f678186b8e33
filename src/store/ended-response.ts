/** The answer of a job that ends without its pipeline having answered, built in SQL from the row's own columns. */
import { type RawBuilder, sql } from 'kysely';
import type { IxError } from '../contracts/errors.ts';
import { emptyResponse, type ResponseIX } from '../contracts/response.ts';

/** A json expression over a row of ix_jobs: the empty response with its ids and the error. */
export function endedResponse(error: IxError): RawBuilder<unknown> {
  const own: Partial<Record<keyof ResponseIX, RawBuilder<unknown>>> = {
    ix_client_id: sql`client_id`,
    request_id: sql`request_id`,
    ix_id: sql`ix_id`,
    use_case: sql`use_case`,
    error: sql`${error.message}::text`,
    code: sql`${error.code}::text`,
  };
  const parts = { ...emptyResponse({ ix_client_id: '', request_id: '', ix_id: '', use_case: null }), ...own };
  const pairs = Object.entries(parts).map(
    ([key, value]) => sql`${sql.lit(key)}, ${key in own ? value : sql`${JSON.stringify(value)}::json`}`,
  );
  return sql`json_build_object(${sql.join(pairs)})`;
}
