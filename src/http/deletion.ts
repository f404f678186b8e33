/** Deleting for good: a job, or all that a client has. */
import type { AppDeps } from './deps.ts';
import { ClientPath, JobPath, jobIdOf, nameIn } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export function deletionRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'delete',
      path: '/v1/jobs/{job_id}',
      operationId: 'deleteJob',
      needs: 'submit',
      tag: 'Jobs',
      summary: 'Delete a job that has ended, for good',
      description:
        'With its request and answer, callbacks (also those that wait to be sent), reviews, secrets, and the uploaded files that no other job uses. The audit keeps that it was deleted, and by whom. Its `request_id` is free again.',
      params: JobPath,
      answers: { 204: { description: 'It is gone.' } },
      problems: ['not-found', 'cross-site', 'not-ended'],
      handler: async (c, scope) => {
        const id = jobIdOf(c);
        if (!(await deps.deleteJob(scope, id))) throw new Problem('not-found', `there is no job ${id}`);
        return c.body(null, 204);
      },
    },
    {
      method: 'delete',
      path: '/v1/clients/{client_id}',
      operationId: 'deleteClient',
      needs: 'admin',
      tag: 'Clients',
      summary: 'Delete all that there is of a client, for good',
      description:
        'Its jobs with all that is theirs, uploaded files, endpoints, signing secrets and keys of role `client`. The audit stays, with a record of this. Refused with 409 while a job of it waits or runs: cancel those first. What comes in meanwhile stays.',
      params: ClientPath,
      answers: { 200: { description: 'What went.', schema: 'DeletedClient' } },
      problems: ['not-found', 'cross-site', 'not-ended'],
      handler: async (c, scope) => {
        const clientId = nameIn(c, 'client_id');
        const deleted = clientId === null ? null : await deps.deleteClient(scope, clientId);
        if (deleted === null) throw new Problem('not-found', `there is nothing of client ${JSON.stringify(c.req.param('client_id'))}`);
        return c.json(deleted);
      },
    },
  ];
}
