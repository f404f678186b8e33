/** ix as a person starts it, over a database of the bench. */
import { Ix } from '../test/lifecycle/ix.ts';

export const startProcess = (role: 'api' | 'worker' | 'up', url: string, environment: Readonly<Record<string, string>> = {}): Ix =>
  new Ix([role], { IX_DATABASE_URL: url, IX_PORT: '0', IX_LOG_LEVEL: 'warn', ...environment });
