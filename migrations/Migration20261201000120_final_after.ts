/** What guards finished jobs looks after an update, not before it: so an update of a job need not read its request. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000120_final_after extends Migration {
  override up(): void {
    this.addSql(guard('AFTER'));
  }

  override down(): void {
    this.addSql(guard('BEFORE'));
  }
}

/**
 * A trigger before an update may change any column, so PostgreSQL makes each generated one anew, whatever the update sets. `engine` is made of the
 * request: a claim, a heartbeat and an end each read all of it and parsed it.
 */
const guard = (timing: 'AFTER' | 'BEFORE'): string => `
  CREATE OR REPLACE TRIGGER ix_jobs_terminal_is_final ${timing} UPDATE ON ix_jobs FOR EACH ROW
  WHEN (OLD.status IN ('done', 'error') AND (
    NEW.status IS DISTINCT FROM OLD.status OR NEW.finished_at IS DISTINCT FROM OLD.finished_at OR NEW.response::text IS DISTINCT FROM OLD.response::text))
  EXECUTE FUNCTION ix_jobs_terminal_is_final()`;
