/** For MikroORM's own command line; ix itself connects through src/database/connect.ts, with the same options. */
import { loadConfig } from './src/config.ts';
import { ormOptions } from './src/database/connect.ts';
import { ENTITIES } from './src/store/entities/index.ts';

const config = loadConfig();

export default ormOptions({
  url: config.IX_DATABASE_URL ?? 'postgres://ix@127.0.0.1/ix',
  pool: config.IX_DB_POOL,
  applicationName: 'ix mikro-orm',
  entities: ENTITIES,
});
