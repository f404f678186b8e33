/** The kinds of settings: how each is written in the environment, and what is said of it. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { languageCodes, OCR_LANGUAGES } from './contracts/languages.ts';
import { ROLES, type Role } from './contracts/scope.ts';
import { type SecretKey, secretKey } from './store/keyring.ts';

/** What a person is told about a setting: in docs/configuration.md, and when its value is wrong. */
export interface SettingAbout {
  /** "integer 1–1000, jobs": what is expected. */
  readonly type: string;
  /** As it would be written in the environment; null = unset. */
  readonly fallback: string | null;
  readonly about: string;
  /** Its value is never shown. */
  readonly secret: boolean;
}

/** Schema of a setting → what is said about it. */
export const settingAbout = z.registry<SettingAbout>();

export function setting<T extends z.ZodType>(schema: T, type: string, fallback: string | null, about: string, secret = false): T {
  settingAbout.add(schema, { type, fallback, about, secret });
  return schema;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

export const integer = (min: number, max: number, fallback: number, unit: string, about: string) =>
  setting(
    z.string().regex(NUMBER, 'not a number').default(String(fallback)).transform(Number).pipe(z.number().int().min(min).max(max)),
    `integer ${min}–${max}${unit === '' ? '' : `, ${unit}`}`,
    String(fallback),
    about,
  );

export const optionalPort = (about: string) =>
  setting(
    z
      .string()
      .regex(NUMBER, 'not a number')
      .transform(Number)
      .pipe(z.number().int().min(0).max(65_535))
      .optional()
      .transform((port) => port ?? null),
    'integer 0–65535',
    null,
    about,
  );

export const seconds = (min: number, max: number, fallback: number, about: string) =>
  setting(
    z.string().regex(NUMBER, 'not a number').default(String(fallback)).transform(Number).pipe(z.number().min(min).max(max)),
    `number ${min}–${max}, seconds`,
    String(fallback),
    about,
  );

export const text = (type: string, fallback: string, about: string) => setting(z.string().default(fallback), type, fallback, about);

export const folder = (fallback: string, about: string) =>
  setting(
    z
      .string()
      .default(fallback)
      .transform((path) => resolve(path)),
    'folder',
    fallback,
    about,
  );

export const optionalFolder = (about: string) =>
  setting(
    z
      .string()
      .optional()
      .transform((path) => (path === undefined ? null : resolve(path))),
    'folder',
    null,
    about,
  );

export const optionalFile = (about: string) =>
  setting(
    z
      .string()
      .optional()
      .transform((path) => (path === undefined ? null : resolve(path))),
    'PEM file',
    null,
    about,
  );

export const networks = (about: string) =>
  setting(
    z
      .string()
      .default('')
      .transform(parts)
      .refine((places) => places.every(isNetwork), 'not all of them are'),
    'comma-separated addresses and CIDRs',
    '',
    about,
  );

/** An address, or a network of addresses. */
function isNetwork(place: string): boolean {
  const [address = '', bits, ...more] = place.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

export const postgresUrl = (about: string) =>
  setting(
    // What it says is read where it is used: libpq's URLs are more than URL can parse.
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'not such a URL')
      .optional()
      .transform((value) => value ?? null),
    'postgres:// URL',
    null,
    about,
    true,
  );

export const optionalUrl = (about: string) =>
  setting(
    z
      .url({ protocol: /^https?$/, error: 'not such a URL' })
      .optional()
      .transform((value) => value ?? null),
    'http:// or https:// URL',
    null,
    about,
  );

const parts = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const list = (type: string, about: string) => setting(z.string().default('').transform(parts), type, '', about);

export const folders = (type: string, about: string) =>
  setting(
    z
      .string()
      .default('')
      .transform((value) => parts(value).map((path) => resolve(path))),
    type,
    '',
    about,
  );

export const optionalText = (pattern: RegExp, type: string, about: string, secret = false) =>
  setting(
    z
      .string()
      .regex(pattern, 'not such a text')
      .optional()
      .transform((value) => value ?? null),
    type,
    null,
    about,
    secret,
  );

/** `ix-admins=admin,staff=reader` → value → role. A value may hold `=` itself. */
export const roles = (about: string) =>
  setting(
    z
      .string()
      .default('')
      .transform((value, context) => {
        const pairs = parts(value).map((part): [string, Role] | null => {
          const [, given, role] = /^(.+)=\s*(\w+)$/.exec(part) ?? [];
          const known = ROLES.find((one) => one === role);
          if (given !== undefined && known !== undefined) return [given.trim(), known];
          context.addIssue({ code: 'custom', message: `${JSON.stringify(part)} is not` });
          return null;
        });
        return new Map(pairs.filter((pair) => pair !== null));
      }),
    `comma-separated value=role, a role being ${ROLES.join(', ')}`,
    '',
    about,
  );

export const choice = <const T extends readonly [string, ...string[]]>(values: T, fallback: T[number], about: string) =>
  setting(z.enum(values).default(fallback), values.join(' | '), fallback, about);

/** Some of these, `rules,auto`. */
export const choices = <const T extends string>(values: readonly T[], about: string) =>
  setting(
    z
      .string()
      .default('')
      .transform((value, context): readonly T[] => {
        const given = parts(value);
        const known = values.filter((one) => given.includes(one));
        for (const part of given) {
          if (!values.some((one) => one === part)) context.addIssue({ code: 'custom', message: `${JSON.stringify(part)} is none of them` });
        }
        return known;
      }),
    `comma-separated, of ${values.join(', ')}`,
    '',
    about,
  );

/** `client:acme=365,use_case:receipt=7` → days each. */
export const retentions = (about: string) =>
  setting(
    z
      .string()
      .default('')
      .transform((value, context) =>
        parts(value).map((part) => {
          const [, of, name = '', days] = /^(client|use_case):(.+)=(\d{1,5})$/.exec(part) ?? [];
          if (of !== undefined && Number(days) <= 36_500)
            return { of: of === 'client' ? ('client' as const) : ('use_case' as const), name, days: Number(days) };
          context.addIssue({ code: 'custom', message: `${JSON.stringify(part)} is none` });
          return z.NEVER;
        }),
      ),
    'comma-separated `client:NAME=DAYS` and `use_case:NAME=DAYS`',
    '',
    about,
  );

/** `0s,5s,5m,2h` → seconds each. */
export const durations = (fallback: string, about: string) =>
  setting(
    z
      .string()
      .default(fallback)
      .transform((value, context) =>
        value.split(',').map((part) => {
          const duration = secondsOf(part.trim());
          if (duration !== null) return duration;
          context.addIssue({ code: 'custom', message: `${JSON.stringify(part.trim())} is not a duration` });
          return z.NEVER;
        }),
      ),
    'comma-separated durations (30s, 5m, 2h, 1d)',
    fallback,
    about,
  );

const UNIT_SECONDS = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

function secondsOf(duration: string): number | null {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(duration) ?? [];
  const scale = UNIT_SECONDS.get(unit ?? '');
  return count === undefined || scale === undefined ? null : Number(count) * scale;
}

export const webhookSecret = (about: string) =>
  setting(
    z
      .string()
      .refine((value) => isWebhookSecret(value), 'not of this form')
      .optional()
      .transform((value) => value ?? null),
    '`whsec_` and base64 of 24–64 bytes',
    null,
    about,
    true,
  );

function isWebhookSecret(value: string): boolean {
  const encoded = /^whsec_(.*)$/.exec(value)?.[1];
  if (encoded === undefined) return false;
  const key = Buffer.from(encoded, 'base64');
  // Buffer skips over what is not base64; only the canonical form comes back as it went in.
  return key.toString('base64') === encoded && key.length >= 24 && key.length <= 64;
}

/** By ISO 639-1 (or 639-2, as Tesseract names them): eng, deu, fra, nld, spa, ita, por, pol. */
export const ocrLanguages = (fallback: string, about: string) =>
  setting(
    z
      .string()
      .default(fallback)
      .transform((value, context) => {
        const { codes, unknown } = languageCodes(parts(value));
        if (unknown.length === 0 && codes.length > 0) return codes;
        context.addIssue({ code: 'custom', message: unknown.length > 0 ? `${unknown.join(', ')}: no such language` : 'no language' });
        return z.NEVER;
      }),
    `comma-separated languages of ${OCR_LANGUAGES.join(', ')}`,
    fallback,
    about,
  );

const KEY_BYTES = 32;

export const secretKeys = (about: string) =>
  setting(
    z
      .string()
      .default('')
      .transform((value, context): readonly SecretKey[] => {
        const keys = parts(value).map(secretKeyOf);
        const found = keys.filter((key) => key !== null);
        const ids = new Set(found.map(({ id }) => id));
        if (found.length < keys.length) context.addIssue({ code: 'custom', message: 'not of this form' });
        else if (ids.size < keys.length) context.addIssue({ code: 'custom', message: 'two keys have one id' });
        return found;
      }),
    `base64 of ${KEY_BYTES} bytes; several as \`id:base64,id:base64\`, the first of which seals`,
    null,
    about,
    true,
  );

/** `id:base64`, or base64 alone, whose id is then made of the key. */
function secretKeyOf(text: string): SecretKey | null {
  const [, id, encoded = ''] = /^(?:([\w-]{1,32}):)?([A-Za-z0-9+/]{43}=)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length === KEY_BYTES ? secretKey(bytes, id) : null;
}
