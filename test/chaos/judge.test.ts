/** The judge sees what it is there to see: a sound record has no fault, and each way to break it is named. */
import { describe, expect, it } from 'vitest';
import type { JobStatus } from '../../src/contracts/job.ts';
import type { HistoryEvent } from './history.ts';
import { type Delivery, type Evidence, type JobRow, judge } from './judge.ts';
import type { PlannedJob } from './plan.ts';
import type { Transition } from './transitions.ts';

const planned = (requestId: string, more: Partial<PlannedJob> = {}): PlannedJob => ({
  requestId,
  submission: { use_case: 'invoice', context: { texts: ['x'] }, callback_url: 'http://e.com' },
  twice: false,
  cancel: false,
  ...more,
});
const row = (more: Partial<JobRow> = {}): JobRow => ({
  job: 'A',
  client: 'north',
  request: 'a',
  status: 'done',
  attempts: 1,
  strikes: 0,
  code: null,
  callbackStatus: 'delivered',
  answer: { total: 1 },
  ...more,
});
const step = (from: JobStatus | null, to: JobStatus | null, attemptsFrom: number, attemptsTo = attemptsFrom): Transition => ({
  job: 'A',
  from,
  to,
  attemptsFrom,
  attemptsTo,
  silentSeconds: null,
});
const run = (event: 'run start' | 'run end', job = 'A'): HistoryEvent => ({ event, job, process: 1, pid: 1, at: 0 });
const acknowledged = (job: string): HistoryEvent => ({ event: 'acknowledged', request: 'a', job, created: true });
const delivery = (more: Partial<Delivery> = {}): Delivery => ({ webhookId: 'C', job: 'A', body: '{}', ...more });

const LOST_ONCE = [
  step(null, 'pending', 0),
  step('pending', 'running', 0),
  step('running', 'pending', 0, 1),
  step('pending', 'running', 1),
  step('running', 'done', 1),
];

/** One job that was lost once, then done; its callback came twice. */
const sound: Evidence = {
  planned: [planned('a')],
  history: [acknowledged('A'), run('run start'), run('run start'), run('run end')],
  transitions: LOST_ONCE,
  rows: [row()],
  callbacks: [{ id: 'C', job: 'A', status: 'delivered' }],
  deliveries: [delivery(), delivery()],
  undisturbed: new Map([['A', { total: 1 }]]),
  counts: [{ what: 'done jobs of all clients', told: 1, counted: 1 }],
  tickets: 0,
  maxAttempts: 3,
};

const broken: readonly [string, Partial<Evidence>, RegExp][] = [
  [
    'an acknowledged job that is not there',
    { rows: [], transitions: [], callbacks: [], deliveries: [] },
    /1 jobs were submitted, 0 are there/,
  ],
  ['a job that was never acknowledged', { history: sound.history.slice(1) }, /never acknowledged/],
  ['one key under two ids', { history: [...sound.history, acknowledged('B')] }, /acknowledged as A and B/],
  ['a job under another id than was acknowledged', { history: [acknowledged('B'), ...sound.history.slice(1)] }, /stored as A/],
  ['two rows for one key', { rows: [row(), row({ job: 'B' })] }, /stored as A,B/],
  ['a row that nobody submitted', { rows: [row(), row({ job: 'B', request: 'b' })] }, /B \(b\) was never submitted/],
  ['a job that was not finished', { rows: [row({ status: 'running' })], transitions: LOST_ONCE.slice(0, 4) }, /is running, not terminal/],
  ['a second end', { transitions: [...LOST_ONCE, step('done', 'done', 1)] }, /changed after its end/],
  ['a terminal state reverted', { transitions: [...LOST_ONCE, step('done', 'pending', 1)] }, /done→pending is no legal step/],
  ['an end without a run', { transitions: [step(null, 'pending', 0), step('pending', 'done', 0)] }, /pending→done is no legal step/],
  ['a step from where the job was not', { transitions: LOST_ONCE.toSpliced(2, 1) }, /does not follow/],
  [
    'attempts raised by a claim',
    { transitions: LOST_ONCE.with(3, step('pending', 'running', 1, 2)) },
    /pending→running \+1 is no legal step/,
  ],
  ['a state that no step led to', { rows: [row({ attempts: 0 })] }, /is done by none of its steps/],
  ['a job that was deleted', { transitions: [...LOST_ONCE, { ...step(null, 'pending', 0), job: 'B' }] }, /job B is gone/],
  ['a run too many', { history: [...sound.history, run('run start')] }, /was run 3 times, 1 attempts and its claims allow 2/],
  [
    'a run without a claim',
    { transitions: LOST_ONCE.filter(({ from }) => from !== 'pending'), rows: [row()] },
    /was run 2 times on 0 claims/,
  ],
  ['an answer that no run gave', { history: sound.history.slice(0, 3) }, /is done, and no run of it ended/],
  ['more ends than starts', { history: [...sound.history, run('run end'), run('run end')] }, /3 runs ended, 2 began/],
  ['a run of a job that is not there', { history: [...sound.history, run('run start', 'B')] }, /B was run, and is not there/],
  ['the answer of another job', { rows: [row({ answer: { total: 2 } })] }, /another answer than an undisturbed run/],
  ['done with an error', { rows: [row({ code: 'IX_002_000' })] }, /is done with code IX_002_000/],
  ['a cancel out of nowhere', { rows: [row({ status: 'error', code: 'IX_003_000' })] }, /nobody asked for it/],
  ['giving up early', { rows: [row({ status: 'error', code: 'IX_003_001' })] }, /given up after 0 of 3 strikes/],
  ['not giving up', { rows: [row({ strikes: 3 })] }, /has 3 strikes and code null/],
  ['a cancel that was not sent', { planned: [planned('a', { cancel: true })] }, /was not asked to be cancelled/],
  ['no callback', { callbacks: [], deliveries: [] }, /has no callback/],
  ['two callbacks', { callbacks: [...sound.callbacks, { id: 'D', job: 'A', status: 'delivered' }] }, /has 2 callbacks/],
  ['a callback that did not come', { deliveries: [] }, /never came/],
  ['a callback that is not over', { callbacks: [{ id: 'C', job: 'A', status: 'pending' }] }, /is pending, its job says delivered/],
  ['two webhook-ids', { deliveries: [delivery(), delivery({ webhookId: 'D' })] }, /several webhook-ids/],
  ['two bodies', { deliveries: [delivery(), delivery({ body: '[]' })] }, /several bodies/],
  ['a callback of a job that is not there', { deliveries: [delivery(), delivery({ job: 'B' })] }, /callback of B, which is not there/],
  [
    'a callback that nobody wanted',
    { planned: [planned('a', { submission: { use_case: 'invoice', context: { texts: ['x'] } } })] },
    /wanted none/,
  ],
  ['a wrong count', { counts: [{ what: 'done jobs of all clients', told: 2, counted: 1 }] }, /2 by countJobs, 1 rows/],
  ['a ticket without a job', { tickets: 1 }, /1 tickets are left for 0 pending jobs/],
];

describe('the judge', () => {
  it('has nothing to say of a sound record', () => {
    expect(judge(sound)).toEqual([]);
  });

  it.each(broken)('sees %s', (_what, change, told) => {
    expect(judge({ ...sound, ...change })).toContainEqual(expect.stringMatching(told));
  });

  it.each([
    ['restart immediate', []],
    ['restart fast', [expect.stringMatching(/was run 3 times/), expect.stringMatching(/was run 3 times/)]],
  ])('allows one run more for a claim that the server may have forgotten: %s', (fault, told) => {
    const crash: HistoryEvent[] = [
      { event: 'fault', fault, point: null, nth: 1, process: null, at: -1 },
      { event: 'fault over', nth: 1, at: 1 },
    ];
    expect(judge({ ...sound, history: [...sound.history, ...crash, run('run start')] })).toEqual(told);
  });

  it('allows one run more for each time a job was handed back', () => {
    const handedBack = [...LOST_ONCE.slice(0, 2), step('running', 'pending', 0), step('pending', 'running', 0), ...LOST_ONCE.slice(2)];
    const history = [...sound.history, run('run start')];
    expect(judge({ ...sound, transitions: handedBack, history })).toEqual([]);
  });
});
