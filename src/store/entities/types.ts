/** What a column of ours is in the database and in a program, where MikroORM has no type of its own for it. */
import { p, Type } from '@mikro-orm/core';

/** A timestamptz as ISO 8601 in UTC with microseconds, the database's own precision. Only its clock writes one. */
class TimeType extends Type<string | null, string | null> {
  override getColumnType(): string {
    return 'timestamptz';
  }

  /** PostgreSQL writes `2026-01-02 03:04:05.6+00`, or another offset where the session is not in UTC. */
  override convertToJSValue(text: string | null): string | null {
    if (text === null) return null;
    const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
    const instant = new Date(text.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00'));
    return `${instant.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}.${fraction.padEnd(6, '0')}Z`;
  }
}

export const time = () => p.type(TimeType).length(6).runtimeType('string');

/** One that the database sets when the row is made. */
export const timeOfInsert = () => time().defaultRaw('clock_timestamp()');

/** A column of a type that ix reads and writes in SQL alone. */
export const inSql = (columnType: string) => p.type('string').columnType(columnType);

/** json keeps the text it was given; it is only ever read whole. */
export const json = <T>() => p.json<T>().columnType('json');
