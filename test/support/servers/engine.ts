/** A quick look whether a container engine answers: the one DOCKER_HOST names, else the one at Docker's usual socket. */
import { type RequestOptions, request } from 'node:http';

const USUAL = 'unix:///var/run/docker.sock';
const PATIENCE_MS = 1000;

/** Never takes longer than a second. An engine that was named and does not answer is told of on standard error. */
export async function engineAnswers(): Promise<boolean> {
  const named = process.env.DOCKER_HOST;
  const answers = await ping(named || USUAL);
  if (named && !answers)
    console.warn(`The container engine at DOCKER_HOST=${named} does not answer: the tests use the embedded PostgreSQL.`);
  return answers;
}

function ping(address: string): Promise<boolean> {
  const where = whereIs(address);
  if (where === null) return Promise.resolve(false);
  return new Promise((settle) => {
    request({ ...where, path: '/_ping', signal: AbortSignal.timeout(PATIENCE_MS) }, (answer) => {
      answer.destroy();
      settle(answer.statusCode === 200);
    })
      .on('error', () => settle(false))
      .end();
  });
}

/** Null when it is of none of the forms `unix:///path`, `tcp://host:port` and `http://host:port`. */
function whereIs(address: string): RequestOptions | null {
  const url = URL.parse(address);
  if (url?.protocol === 'unix:' && url.pathname !== '') return { socketPath: url.pathname };
  if (url?.protocol === 'tcp:' || url?.protocol === 'http:') return { hostname: url.hostname, port: url.port };
  return null;
}
