/** What a column of ours is in the database and in a program, where MikroORM has no type of its own for it. */
import { p, Type } from '@mikro-orm/core';

/** A timestamptz as ISO 8601 in UTC with microseconds, the database's own precision. Only its clock writes one. */
class TimeType extends Type<string, string> {
  override getColumnType(): string {
    return 'timestamptz';
  }

  override convertToJSValueSQL(column: string): string {
    return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  }
}

export const time = () => p.type(TimeType).length(6);

/** One that the database sets when the row is made. */
export const timeOfInsert = () => time().defaultRaw('clock_timestamp()');

/** A column of a type that ix reads and writes in SQL alone. */
export const inSql = (columnType: string) => p.type('string').columnType(columnType);

/** json keeps the text it was given; it is only ever read whole. */
export const json = <T>() => p.json<T>().columnType('json');
