/** A PostgreSQL in a container of its own, where a container engine answers. */
import { randomBytes } from 'node:crypto';
import { engineAnswers } from './engine.ts';
import { type PostgresServer, SERVER_SETTINGS } from './server.ts';

/** IX_TEST_POSTGRES_IMAGE takes another one; it has to understand the environment of the official image. */
const IMAGE = 'postgres:18-alpine';

const PORT = 5432;
const NAME = 'ix';

/** Null when there is no engine, or when it cannot start the image, which is told on standard error. */
export async function containerServer(): Promise<PostgresServer | null> {
  if (!(await engineAnswers())) return null;
  const image = process.env.IX_TEST_POSTGRES_IMAGE || IMAGE;
  try {
    return await start(image);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.warn(`The container engine cannot start ${image}: the tests use the embedded PostgreSQL. ${reason}`);
    return null;
  }
}

async function start(image: string): Promise<PostgresServer> {
  // Loaded only where there is an engine: it takes longer to load than an engine takes to say no.
  const { GenericContainer, Wait } = await import('testcontainers');
  // The engine publishes the port on all addresses of its machine.
  const password = randomBytes(24).toString('base64url');
  const container = await new GenericContainer(image)
    .withEnvironment({
      POSTGRES_USER: NAME,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: NAME,
      // Text sorts and changes case as in the embedded server.
      POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C.UTF-8',
    })
    .withCommand(['postgres', ...Object.entries(SERVER_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
    .withExposedPorts(PORT)
    // The image starts a first server to set itself up, and then the one that stays.
    .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
    .start();
  return {
    url: `postgres://${NAME}:${password}@${container.getHost()}:${container.getMappedPort(PORT)}/${NAME}`,
    stop: async () => {
      await container.stop();
    },
  };
}
