/** Sessions of people whom an issuer signed in, beside those that were opened with a key. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000030_person_sessions extends Migration {
  override up(): void {
    // `issuer`: who vouches for the holder, as IX_OIDC_ISSUER had it; null: a key opened the session. `role` and `client_id`: what the issuer's
    // claims made of the holder at the sign-in.
    this.addSql(`
      ALTER TABLE ix_sessions
        ADD COLUMN issuer    text,
        ADD COLUMN role      text CHECK (role IN ('client', 'reader', 'operator', 'admin')),
        ADD COLUMN client_id text,
        ADD CONSTRAINT ix_sessions_person CHECK (
          (issuer IS NULL) = (role IS NULL) AND (coalesce(role, '') = 'client') = (client_id IS NOT NULL)
        )`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_sessions DROP COLUMN issuer, DROP COLUMN role, DROP COLUMN client_id`);
  }
}
