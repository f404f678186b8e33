/** A container engine for tests: as much of Docker's API as one container takes, played on a unix socket. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';

/** What a container is made of, as far as it matters here. */
const ContainerSchema = z.object({ Image: z.string(), Env: z.array(z.string()), Cmd: z.array(z.string()) });
export type ScriptedContainer = z.infer<typeof ContainerSchema>;

export interface Script {
  /** Path of the socket. */
  readonly socket: string;
  /** The one image its registry has; it has to be pulled first. */
  readonly image: string;
  /** The port inside the container that is published. */
  readonly containerPort: number;
  /** Starts what is in the container, and says at which port of this machine it is found. */
  start(container: ScriptedContainer): Promise<number>;
}

export interface ScriptedEngine {
  /** Every request so far, without its query: `POST /containers/create`. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

const ID = 'scripted';

/** The official image says this when it has set itself up, and again when it is there to stay. */
const READY = 'LOG:  database system is ready to accept connections\n';

export async function openScriptedEngine(script: Script): Promise<ScriptedEngine> {
  const calls: string[] = [];
  const app = appOf(script, calls);
  const server = createServer(getRequestListener(app.fetch));
  server.listen(script.socket);
  await once(server, 'listening');
  return {
    calls,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function appOf({ image, containerPort, start }: Script, calls: string[]): Hono {
  let pulled = false;
  let container: ScriptedContainer | null = null;
  let port = 0;
  const app = new Hono();
  app.use(async (context, next) => {
    calls.push(`${context.req.method} ${decodeURIComponent(context.req.path)}`);
    await next();
  });
  app.get('/_ping', (context) => context.text('OK'));
  app.get('/info', (context) => context.json({ ServerVersion: '28.0.0', OSType: 'linux', OperatingSystem: 'scripted' }));

  app.get('/images/:name{.+}/json', (context) =>
    pulled && context.req.param('name') === image ? context.json({ Id: ID, Config: {} }) : context.json({ message: 'No such image' }, 404),
  );
  app.post('/images/create', (context) => {
    pulled = `${context.req.query('fromImage')}:${context.req.query('tag')}` === image;
    return context.json(pulled ? { status: 'Pull complete' } : { error: 'manifest unknown' });
  });

  app.get('/containers/json', (context) => context.json([]));
  app.post('/containers/create', async (context) => {
    container = ContainerSchema.parse(await context.req.json());
    return pulled ? context.json({ Id: ID, Warnings: [] }, 201) : context.json({ message: `No such image: ${container.Image}` }, 404);
  });
  app.post(`/containers/${ID}/start`, async (context) => {
    if (container === null) return context.json({ message: 'No such container' }, 404);
    port = await start(container);
    return context.body(null, 204);
  });
  app.get(`/containers/${ID}/json`, (context) => {
    const Ports = { [`${containerPort}/tcp`]: [{ HostIp: '0.0.0.0', HostPort: String(port) }] };
    return context.json({ Id: ID, Name: `/${ID}`, State: { Running: true }, Config: {}, NetworkSettings: { Ports, Networks: {} } });
  });
  app.get(`/containers/${ID}/logs`, (context) => context.body(Uint8Array.from(Buffer.concat([frame(READY), frame(READY)]))));
  app.post(`/containers/${ID}/stop`, (context) => context.body(null, 204));
  app.delete(`/containers/${ID}`, (context) => context.body(null, 204));
  app.notFound((context) => context.json({ message: `${context.req.method} ${context.req.path} is not in the script` }, 501));
  return app;
}

/** How Docker's API sends output: the stream (2: standard error), three empty bytes, the length, the text. */
function frame(text: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(2, 0);
  head.writeUInt32BE(text.length, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}
