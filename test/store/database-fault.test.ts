/** Whose fault it is: the database's for a while, the item's, or nobody's that can be told. */
import { DriverException } from '@mikro-orm/core';
import { describe, expect, test } from 'vitest';
import { isCancelled, isItemsFault, isPassing } from '../../src/store/database-fault.ts';

const coded = (code: string, message = 'refused') => Object.assign(new Error(message), { code });

const PASSING: readonly (readonly [string, unknown])[] = [
  ['connection_failure', coded('08006')],
  ['read_only_sql_transaction', coded('25006')],
  ['idle_in_transaction_session_timeout', coded('25P03')],
  ['invalid_password, while it is changed', coded('28P01')],
  ['invalid_catalog_name, while it is restored', coded('3D000')],
  ['serialization_failure', coded('40001')],
  ['deadlock_detected', coded('40P01')],
  ['disk_full', coded('53100')],
  ['out_of_memory', coded('53200')],
  ['too_many_connections', coded('53300')],
  ['lock_not_available', coded('55P03')],
  ['query_canceled', coded('57014')],
  ['admin_shutdown', coded('57P01')],
  ['crash_shutdown', coded('57P02')],
  ['cannot_connect_now', coded('57P03')],
  ['io_error', coded('58030')],
  ['nothing listens', coded('ECONNREFUSED')],
  ['the network is cut', coded('ECONNRESET')],
  ['no answer in time', coded('ETIMEDOUT')],
  ['no such host', coded('ENOTFOUND')],
  ['no socket file', Object.assign(coded('ENOENT'), { syscall: 'connect' })],
  ['a connection that broke', new Error('Connection terminated unexpectedly')],
  ['a connection that was slow to come', new Error('timeout expired')],
  ['a pool that is in use', new Error('timeout exceeded when trying to connect')],
  ['a client that broke', new Error('Client has encountered a connection error and is not queryable')],
  ['a client that was closed', new Error('Client was closed and is not queryable')],
  ['a pool that was closed', new Error('Cannot use a pool after calling end on the pool')],
  ['a driver that was closed', new Error('driver has already been destroyed')],
  ['the cause of another', new Error('submit failed', { cause: coded('40001') })],
  ['one of several', new AggregateError([new Error('one'), coded('ECONNREFUSED')])],
  ['what MikroORM makes of it', new DriverException(coded('57P01'))],
];

const ITEMS: readonly (readonly [string, unknown])[] = [
  ['character_not_in_repertoire', coded('22021')],
  ['untranslatable_character', coded('22P05')],
  ['not_null_violation', coded('23502')],
  ['unique_violation', coded('23505')],
  ['program_limit_exceeded: an index row that is too long', coded('54000')],
  ['raise_exception', coded('P0001')],
  ['the cause of another', new Error('finish failed', { cause: coded('54000') })],
];

const NEITHER: readonly (readonly [string, unknown])[] = [
  ['undefined_table', coded('42P01')],
  ['insufficient_privilege', coded('42501')],
  ['invalid_schema_name', coded('3F000')],
  ['a file that is not there', Object.assign(coded('ENOENT'), { syscall: 'open' })],
  ['a mistake of ix', new TypeError('undefined is not a function')],
  ['what is no error', 'ECONNREFUSED'],
];

describe('passing, so that the same statement may succeed in a moment', () => {
  test.each(PASSING)('%s', (_, error) => {
    expect([isPassing(error), isItemsFault(error)]).toEqual([true, false]);
  });
});

describe('of the item', () => {
  test.each(ITEMS)('%s', (_, error) => {
    expect([isPassing(error), isItemsFault(error)]).toEqual([false, true]);
  });
});

describe('neither', () => {
  test.each(NEITHER)('%s', (_, error) => {
    expect([isPassing(error), isItemsFault(error)]).toEqual([false, false]);
  });
});

test('a statement that the server ended is told from one that it never began', () => {
  expect([coded('57014'), coded('57P01'), new Error('slow')].map(isCancelled)).toEqual([true, false, false]);
});
