/** A submission as the command that makes it: to be pasted into a shell, for a job like this one. */
import type { Job } from '../contracts/job.ts';

/** @param origin where ix is, `http://127.0.0.1:8994`. @param needsKey whether ix asks for a key. */
export function curlOf(job: Job, origin: string, needsKey: boolean): string {
  const { use_case, use_case_inline, ix_client_id, context, options } = job.request;
  const body = {
    ...(use_case_inline === null ? { use_case } : { use_case_inline }),
    ix_client_id,
    context: {
      ...(context.files.length === 0 ? {} : { files: context.files.map(fileOf) }),
      ...(context.texts.length === 0 ? {} : { texts: context.texts }),
    },
    options,
    ...(job.callback_url === null ? {} : { callback_url: job.callback_url }),
    ...(job.priority === 0 ? {} : { priority: job.priority }),
  };
  const key = needsKey ? ` \\\n  -H "Authorization: Bearer $IX_KEY"` : '';
  return `curl ${origin}/v1/jobs \\\n  -H 'Content-Type: application/json'${key} \\\n  -d ${quoted(JSON.stringify(body, null, 2))}`;
}

/** What a file would be anyway is left out. */
function fileOf(file: Job['request']['context']['files'][number]): unknown {
  return Object.fromEntries(
    Object.entries(file).filter(([, value]) => value !== null && !(typeof value === 'object' && Object.keys(value).length === 0)),
  );
}

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
