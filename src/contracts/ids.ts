/** Branded ids, so that a job id never stands where a callback id is meant. */
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { z } from 'zod';

export type JobId = string & { readonly __brand: 'JobId' };
export type IxId = string & { readonly __brand: 'IxId' };
/** The jobs that one request made. */
export type BatchId = string & { readonly __brand: 'BatchId' };
/** Also the `webhook-id` of every attempt. */
export type CallbackId = string & { readonly __brand: 'CallbackId' };
/** `sha256:` and 64 hex digits of the content: the same bytes from the same client are stored once. */
export type FileId = string & { readonly __brand: 'FileId' };

/** UUID v7: sorts by creation time. */
export const newJobId = (): JobId => v7() as JobId;
/** 16 hex digits, made by ix alone: of a random UUID those that are random. (Its randomness is drawn for many at a time.) */
export const newIxId = (): IxId => randomUUID().replace(/^(.{4}).*-/, '$1') as IxId;
export const newBatchId = (): BatchId => v7() as BatchId;
export const newCallbackId = (): CallbackId => v7() as CallbackId;

export const JobIdSchema = z.uuid().transform((id) => id.toLowerCase() as JobId);
export const BatchIdSchema = z.uuid().transform((id) => id.toLowerCase() as BatchId);
export const FileIdSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hex digits')
  .transform((id) => id as FileId);
