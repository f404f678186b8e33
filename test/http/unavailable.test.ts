/** What passes is told as such: 503 with Retry-After, whatever of it the database says. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

const JOB = { use_case: 'slip', context: { texts: ['Total 12.00'] } };

let api: Api;
beforeAll(async () => {
  api = await Api.open();
  await sql`CREATE TABLE fault (code text)`.execute(api.em.getKysely());
  await sql`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE code text := (SELECT max(fault.code) FROM fault);
    BEGIN
      IF code IS NOT NULL THEN RAISE EXCEPTION 'as told' USING ERRCODE = code; END IF;
      RETURN NULL;
    END $$`.execute(api.em.getKysely());
  await sql`CREATE TRIGGER fail BEFORE INSERT ON ix_jobs FOR EACH STATEMENT EXECUTE FUNCTION fail()`.execute(api.em.getKysely());
});
afterAll(() => api.close());

const tell = async (code: string | null) => {
  await sql`DELETE FROM fault`.execute(api.em.getKysely());
  if (code !== null) await sql`INSERT INTO fault VALUES (${code})`.execute(api.em.getKysely());
};

const batch = () =>
  api.app.request('/jobs/batch', {
    method: 'POST',
    body: JSON.stringify({ jobs: [JOB, JOB] }),
    headers: { 'Content-Type': 'application/json' },
  });

test.each(['25006', '57014', '40001', '40P01', '55P03', '53100', '53200', '53300', '57P01'])('%s', async (code) => {
  await tell(code);
  for (const response of [await api.post(JOB), await batch()]) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(ProblemSchema.parse(await response.json()).type).toBe('/docs/problems/unavailable');
  }
  await tell(null);
  expect((await api.post(JOB)).status).toBe(201);
});

test('but for what does not pass', async () => {
  await tell('42501');
  expect((await api.post(JOB)).status).toBe(500);
});
