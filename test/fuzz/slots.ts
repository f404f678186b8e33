/** Every place of a request in which an API takes a string, from its OpenAPI document. */
import { z } from 'zod';
import { type Components, nameOf, type Path, type Schema, SchemaSchema, stringsOf } from './places.ts';

const ParameterSchema = z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: SchemaSchema });
const OperationSchema = z.looseObject({
  parameters: z.array(ParameterSchema).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: SchemaSchema })) }).optional(),
});
export const DocumentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), OperationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), SchemaSchema) }),
});
export type Document = z.output<typeof DocumentSchema>;

export interface Operation {
  readonly method: string;
  /** With its parameters: `/jobs/{job_id}`. */
  readonly path: string;
  readonly parameters: readonly z.output<typeof ParameterSchema>[];
  /** Null: it takes none. */
  readonly body: { readonly type: string; readonly schema: Schema } | null;
}

export type Place =
  | { readonly in: 'path' | 'query' | 'header'; readonly name: string }
  /** A query parameter of any name. */
  | { readonly in: 'query name' }
  /** With no path it is the whole body. */
  | { readonly in: 'body'; readonly path: Path }
  /** What stands around a part of a multipart body. */
  | { readonly in: 'part'; readonly what: 'name' | 'filename' | 'type' | 'content' };

export interface Slot {
  readonly operation: Operation;
  readonly place: Place;
}

/** What ix, or the server below it, reads of any request, whether the document names it or not. */
const HEADERS = ['Host', 'Origin', 'Sec-Fetch-Site', 'X-Request-Id', 'Content-Type', 'Content-Encoding', 'If-None-Match', 'Accept'];

export const MULTIPART = 'multipart/form-data';

/** One operation for each of its media types. */
export function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters, requestBody }]) => {
      const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => ({ type, schema }));
      return (bodies.length === 0 ? [null] : bodies).map((body) => ({ method: method.toUpperCase(), path, parameters, body }));
    }),
  );
}

export const componentsOf = ({ components }: Document): Components =>
  new Map(Object.entries(components.schemas).map(([name, schema]) => [`#/components/schemas/${name}`, schema]));

/** What is read of any request is so for one operation of each method. */
export function slotsOf(operations: readonly Operation[], components: Components): Slot[] {
  const any: Place[] = [{ in: 'query name' }, ...HEADERS.map((name): Place => ({ in: 'header', name }))];
  const first = ['GET', 'POST'].map((method) => operations.find((operation) => operation.method === method));
  return operations.flatMap((operation) =>
    [...placesOf(operation, components), ...(first.includes(operation) ? any : [])].map((place) => ({ operation, place })),
  );
}

function placesOf({ parameters, body }: Operation, components: Components): Place[] {
  const places: Place[] = [...parameters.map(({ in: where, name }): Place => ({ in: where, name }))];
  if (body === null) return places;
  for (const path of stringsOf(body.schema, components)) places.push({ in: 'body', path });
  places.push({ in: 'body', path: ['name'] }, { in: 'body', path: [] });
  if (body.type === MULTIPART) for (const what of ['name', 'filename', 'type', 'content'] as const) places.push({ in: 'part', what });
  return places;
}

/** `POST /jobs (application/json) body context.texts[]`. */
export function describe({ operation: { method, path, body }, place }: Slot): string {
  const at = place.in === 'body' ? nameOf(place.path) : place.in === 'part' ? place.what : 'name' in place ? place.name : '';
  return `${method} ${path}${body === null ? '' : ` (${body.type})`} ${place.in} ${at}`.trimEnd();
}
