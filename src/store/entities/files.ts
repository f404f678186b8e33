/** Uploaded files, and the jobs that use them. */
import { defineEntity, p } from '@mikro-orm/core';
import type { FileId } from '../../contracts/ids.ts';
import { JobEntity } from './jobs.ts';
import { time, timeOfInsert } from './types.ts';

export const FileEntity = defineEntity({
  name: 'File',
  tableName: 'ix_files',
  properties: {
    clientId: p.text().primary(),
    fileId: p.text().$type<FileId>().primary(),
    size: p.integer(),
    createdAt: timeOfInsert(),
    keptUntil: time().nullable(),
  },
});

export const FilePieceEntity = defineEntity({
  name: 'FilePiece',
  tableName: 'ix_file_pieces',
  properties: {
    clientId: p.text().primary(),
    fileId: p.text().$type<FileId>().primary(),
    number: p.integer().primary(),
    bytes: p.blob(),
    file: () =>
      p
        .manyToOne(FileEntity)
        .mapToPk()
        .joinColumns('client_id', 'file_id')
        .updateRule('no action')
        .deleteRule('cascade')
        .foreignKeyName('ix_file_pieces_client_id_file_id_fkey')
        .index(false),
  },
});

export const JobFileEntity = defineEntity({
  name: 'JobFile',
  tableName: 'ix_job_files',
  properties: {
    jobId: () =>
      p
        .manyToOne(JobEntity)
        .mapToPk()
        .primary()
        .name('job_id')
        .deleteRule('cascade')
        .foreignKeyName('ix_job_files_job_id_fkey')
        .index(false),
    clientId: p.text(),
    fileId: p.text().$type<FileId>().primary(),
    file: () =>
      p
        .manyToOne(FileEntity)
        .mapToPk()
        .joinColumns('client_id', 'file_id')
        .updateRule('no action')
        .foreignKeyName('ix_job_files_client_id_file_id_fkey')
        .index(false),
  },
  indexes: [{ name: 'ix_job_files_file', properties: ['clientId', 'fileId'] }],
});
