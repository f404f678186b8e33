/** What follows an attempt, and how the receiver's Retry-After is read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/callbacks/deliver.ts';
import { nextStep, type ScheduleOptions } from '../../src/callbacks/schedule.ts';
import { parseRetryAfter } from '../../src/egress/retry-after.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const SCHEDULE = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** Seconds. */
const RETRY_AFTER_MAX = 86_400;
const at = (value: number): ScheduleOptions => ({ schedule: SCHEDULE, jitter: 0.1, retryAfterMax: RETRY_AFTER_MAX, random: () => value });
const middle = at(0.5);

const outcome = (statusCode: number | null, retryAfter: string | null = null): Outcome => ({
  startedAt: NOW,
  finishedAt: NOW,
  statusCode,
  error: statusCode !== null && statusCode >= 200 && statusCode < 300 ? null : 'failed',
  responseExcerpt: null,
  retryAfter,
});

describe('nextStep', () => {
  it('walks the whole schedule, then fails', () => {
    const waits: number[] = [];
    for (let attempt = 1; attempt < SCHEDULE.length; attempt++) {
      const next = nextStep(attempt, outcome(500), middle);
      if (next.step !== 'retry') throw new Error(`attempt ${attempt} gave ${next.step}`);
      expect(next.attempt).toBe(attempt + 1);
      waits.push(next.delaySeconds);
    }
    expect(waits).toEqual(SCHEDULE.slice(1));
    expect(nextStep(SCHEDULE.length, outcome(500), middle)).toEqual({ step: 'failed' });
  });

  it.each([200, 201, 204, 299])('%d is delivered, also at the last attempt', (status) => {
    expect(nextStep(SCHEDULE.length, outcome(status), middle)).toEqual({ step: 'delivered' });
  });

  it.each([301, 304, 400, 404, 408, 429, 500, 503, null])('%s is tried again', (status) => {
    expect(nextStep(1, outcome(status), middle)).toEqual({ step: 'retry', attempt: 2, delaySeconds: 5 });
  });

  it('410 fails at once', () => {
    expect(nextStep(1, outcome(410, '5'), middle)).toEqual({ step: 'failed' });
  });

  it('spreads each wait by a tenth to either side, and no further', () => {
    const edges = [0, 1 - Number.EPSILON].map((value) => nextStep(2, outcome(500), at(value)));
    expect(edges).toEqual([
      { step: 'retry', attempt: 3, delaySeconds: 270 },
      { step: 'retry', attempt: 3, delaySeconds: 330 },
    ]);
  });

  it.each([
    ['seconds', 429, '600', 600],
    ['seconds', 503, '600', 600],
    ['a date', 429, 'Tue, 24 Nov 2026 12:20:00 GMT', 1200],
    ['a date in the past', 429, 'Tue, 24 Nov 2026 11:20:00 GMT', 300],
    ['less than the schedule', 429, '2', 300],
    ['zero', 429, '0', 300],
    ['negative', 429, '-600', 300],
    ['garbage', 429, 'soon', 300],
    ['empty', 429, '', 300],
    ['huge', 429, '99999999999', RETRY_AFTER_MAX],
    ['beyond numbers', 503, '9'.repeat(400), RETRY_AFTER_MAX],
    ['a date far off', 503, 'Fri, 24 Nov 2045 12:00:00 GMT', RETRY_AFTER_MAX],
    ['on another status', 500, '600', 300],
  ])('Retry-After: %s on %d, %j → %d s', (_, status, value, expected) => {
    expect(nextStep(2, outcome(status, value), middle)).toEqual({ step: 'retry', attempt: 3, delaySeconds: expected });
  });

  it('whatever comes, waits a whole number of seconds between the schedule’s tenth less and a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(429, 503, 500, null),
        fc.option(fc.oneof(fc.string(), fc.integer().map(String))),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, status, retryAfter, random) => {
          const next = nextStep(attempt, outcome(status, retryAfter), at(random));
          if (next.step !== 'retry') throw new Error(`gave ${next.step}`);
          expect(Number.isInteger(next.delaySeconds)).toBe(true);
          expect(next.delaySeconds).toBeGreaterThanOrEqual(Math.floor((SCHEDULE[attempt] ?? 0) * 0.9));
          expect(next.delaySeconds).toBeLessThanOrEqual(RETRY_AFTER_MAX * 1.1);
        },
      ),
    );
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120],
    [' 120 ', 120],
    ['Tue, 24 Nov 2026 12:01:00 GMT', 60],
    ['Tuesday, 24-Nov-26 12:01:00 GMT', 60],
    ['Tue Nov 24 12:01:00 2026', 60],
    ['Tue, 24 Nov 2026 12:00:00 GMT', null],
    ['Tue, 24 Foo 2026 12:01:00 GMT', null],
    ['Tue, 24 Nov 2026 25:61:00 GMT', null],
    ['2026-11-24T12:01:00Z', null],
    ['1.5', null],
    ['1e9', null],
    ['0x10', null],
    ['-1', null],
    ['+5', null],
    ['5s', null],
    ['0', null],
    ['', null],
  ])('%j → %s', (value, seconds) => {
    expect(parseRetryAfter(value, NOW)).toBe(seconds);
  });
});
