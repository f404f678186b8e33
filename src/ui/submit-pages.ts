/** Handing documents in: the form, empty or as a job was submitted, and what becomes of it. */
import { JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { readForm } from '../http/form.ts';
import { wholeOf } from '../http/submission.ts';
import type { Submitted } from '../jobs/submit.ts';
import { answer } from './answer.ts';
import { batchUrl } from './batch-page.ts';
import type { UiDeps } from './deps.ts';
import type { PageRoute } from './page-route.ts';
import { EMPTY, filledLike, readSubmitForm } from './submit-form.ts';
import { submitPage, taken } from './submit-page.ts';

export const submitPages = (deps: UiDeps): readonly PageRoute[] => [
  {
    method: 'get',
    path: '/ui',
    needs: 'read',
    handler: async (c, scope) => {
      if (!scope.may.includes('submit')) return c.redirect('/ui/jobs');
      const origin = await originOf(deps, scope, c.req.query('from'));
      const names = deps.useCases.list().map(({ name }) => name);
      const filled = origin === null ? { ...EMPTY, use_case: c.req.query('use_case') ?? '' } : filledLike(origin, names);
      return answer(c, submitPage(deps, scope, filled, [], origin));
    },
  },
  { method: 'get', path: '/ui/submit', needs: 'public', handler: (c) => c.redirect('/ui') },
  {
    method: 'post',
    path: '/ui/submit',
    needs: 'submit',
    handler: (c, scope) =>
      deps.intake.hold(
        async (held) => {
          const limits = { body: wholeOf(deps.limits), files: { maxBytes: deps.limits.maxFileBytes, stage: deps.files.stage } };
          const given = await readForm(c, limits, held);
          const origin = await originOf(deps, scope, given.texts.get('from'));
          const form = readSubmitForm(given, scope, deps.refusalOf, origin);
          if ('wrong' in form) return answer(c, submitPage(deps, scope, form.filled, form.wrong, origin), 422);
          const [submitted, ...others] = await deps.submit(scope, form.jobs);
          if (submitted === undefined) throw new Error('submit answered nothing for one job');
          if (others.length > 0) return c.redirect(batchUrlOf([submitted, ...others]), 303);
          if (submitted.differs) return answer(c, submitPage(deps, scope, form.filled, [taken(submitted.job)], origin), 409);
          return c.redirect(`/ui/jobs/${submitted.job.job_id}${submitted.created ? '' : '?again=true'}`, 303);
        },
        (bytes) => deps.rates.upload(scope, bytes),
      ),
  },
];

/** The job whose documents are submitted again; null: none is named, or there is none. */
async function originOf(deps: UiDeps, scope: Scope, id: string | null | undefined): Promise<Job | null> {
  const jobId = JobIdSchema.safeParse(id).data;
  return jobId === undefined ? null : deps.getJob(scope, jobId);
}

const batchUrlOf = (submitted: readonly Submitted[]): string => {
  const ids = (those: readonly Submitted[]) => those.map(({ job }) => job.job_id);
  return batchUrl(ids(submitted.filter(({ differs }) => !differs)), ids(submitted.filter(({ differs }) => differs)));
};
