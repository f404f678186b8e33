/** What a callback carries: the whole job, or where it is. */
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/callbacks/event.ts';
import { JobEventSchema } from '../../src/contracts/callback.ts';
import { ENDED, finishedJob } from './finished-job.ts';

const options = { payload: 'full', maxBytes: 1_000_000, publicUrl: null } as const;
const read = (body: Buffer) => JobEventSchema.parse(JSON.parse(body.toString()));
const job = finishedJob();
const whole = bodyOf(job, options, ENDED);

describe('the body of a callback', () => {
  it('is the job as GET shows it, with what happened and when', () => {
    expect(read(whole)).toEqual({ type: 'job.done', timestamp: job.finished_at, data: job });
    expect(read(bodyOf({ ...job, status: 'error' }, options, ENDED)).type).toBe('job.error');
  });

  it('does not tell what the callback itself has come to: it is equal on every attempt', () => {
    expect(bodyOf({ ...job, callback_status: 'failed' }, options, ENDED)).toEqual(whole);
  });

  it('of a start is the job as it was then, whatever has come of it since', () => {
    const started = { event: 'job.started' as const, reviewed: null, createdAt: '2026-11-24T12:00:00.500000Z' };
    const body = bodyOf(job, options, started);
    expect(read(body)).toMatchObject({
      type: 'job.started',
      timestamp: started.createdAt,
      data: { status: 'running', started_at: started.createdAt, finished_at: null, response: null, callback_status: null },
    });
    expect(bodyOf({ ...job, status: 'running', finished_at: null, response: null, worker_id: 'another' }, options, started)).toEqual(body);
    expect(read(bodyOf(job, { ...options, payload: 'thin' }, started)).data.status).toBe('running');
  });

  it('is thin when that is configured, and says so', () => {
    const { job_id, ix_id, client_id, request_id, status } = job;
    const ids = { job_id, ix_id, client_id, request_id, status };
    const thin = { reason: 'configured', full_bytes: whole.length };
    expect(read(bodyOf(job, { ...options, payload: 'thin' }, ENDED)).data).toEqual({ ...ids, url: `/jobs/${job_id}`, thin });
  });

  it('is thin by itself above the bound, not at it', () => {
    expect(read(bodyOf(job, { ...options, maxBytes: whole.length }, ENDED)).data).toEqual(job);
    expect(read(bodyOf(job, { ...options, maxBytes: whole.length - 1 }, ENDED)).data).toMatchObject({
      thin: { reason: 'too_large', full_bytes: whole.length },
    });
  });

  it.each(['https://ix.example.com', 'https://ix.example.com/', 'https://ix.example.com/below//'])(
    'puts the path behind %s',
    (publicUrl) => {
      const { url } = JSON.parse(bodyOf(job, { ...options, payload: 'thin', publicUrl }, ENDED).toString()).data;
      expect(url).toBe(`${publicUrl.replace(/\/+$/, '')}/jobs/${job.job_id}`);
    },
  );

  it('there is none of a job that is not finished', () => {
    expect(() => bodyOf({ ...job, finished_at: null }, options, ENDED)).toThrow('only a finished job');
  });
});
