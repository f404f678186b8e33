/** The doctor's checks of this host: disk, OCR, model server, the way out, and the files that settings name. */
import { lookup } from 'node:dns/promises';
import { access, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../../config.ts';
import { parseAddress, parseAllowList } from '../../egress/addresses.ts';
import { missingLanguages } from '../../pipeline/reading/ocr/languages.ts';
import { loadUseCases } from '../../pipeline/use-cases/registry.ts';
import { modelHealth } from '../model-health.ts';
import { openModelServer } from '../model-server.ts';
import { bytes, checked, type Finding, fault, messageOf, ok, warning } from './finding.ts';

/** Bytes of free space; tests bring their own. */
export type FreeSpace = (folder: string) => Promise<{ readonly free: number; readonly size: number }>;

export const freeSpace: FreeSpace = async (folder) => {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
};

const MIB = 1024 ** 2;
/** The write-ahead log of the embedded server may grow to 4 GB between two checkpoints. */
const DATA_ROOM = { fault: 1024 * MIB, warning: 8 * 1024 * MIB };
const TEMPORARY_ROOM = { fault: 16 * MIB, warning: 64 * MIB };
const MODEL_SECONDS = 10;
/** Where clouds hand a machine its credentials, without asking who wants them. */
const CREDENTIALS = ['169.254.169.254', 'fd00:ec2::254'];

export async function checkHost(config: Config, space: FreeSpace): Promise<Finding[]> {
  return [...(await files(config)), ...(await disk(config, space)), await ocr(config), ...(await egress(config)), await model(config)];
}

async function files({ IX_USE_CASES_DIR, IX_FILE_ROOTS, IX_TLS_CERT, IX_TLS_KEY }: Config): Promise<Finding[]> {
  const findings = await checked('use cases', 'Mend the file that is named; without it no ix starts.', async () => [
    ok('use cases', `${(await loadUseCases(IX_USE_CASES_DIR)).list().length} are known`),
  ]);
  const named = [
    ...IX_FILE_ROOTS.map((path) => ['IX_FILE_ROOTS', path] as const),
    ...[['IX_TLS_CERT', IX_TLS_CERT] as const, ['IX_TLS_KEY', IX_TLS_KEY] as const],
  ];
  for (const [setting, path] of named) {
    if (path === null) continue;
    const failed = await access(path).then(
      () => null,
      (error: unknown) => messageOf(error),
    );
    if (failed !== null)
      findings.push(fault('settings', `${setting}: ${failed}`, 'Make it, let this user read it, or change the setting.'));
  }
  return findings;
}

async function disk({ IX_DATABASE_URL, IX_DATA_DIR }: Config, space: FreeSpace): Promise<Finding[]> {
  const room = (setting: string, folder: string, bounds: typeof DATA_ROOM) =>
    checked('disk', `${setting} names a folder that cannot be looked at.`, async () => {
      const there = await existing(folder);
      const { free, size } = await space(there);
      const found = `${bytes(free)} of ${bytes(size)} are free at ${there}`;
      const remedy = `Make room, or move ${setting}; a lower IX_RETENTION_DAYS keeps less. A full disk stops the database.`;
      if (free < bounds.fault) return [fault('disk', found, remedy)];
      return [free < bounds.warning ? warning('disk', found, remedy) : ok('disk', found)];
    });
  return [
    ...(IX_DATABASE_URL === null ? await room('IX_DATA_DIR', IX_DATA_DIR, DATA_ROOM) : []),
    ...(await room('TMPDIR', tmpdir(), TEMPORARY_ROOM)),
  ];
}

/** The folder, or the one in which it will be made. */
async function existing(folder: string): Promise<string> {
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  return there || dirname(folder) === folder ? folder : existing(dirname(folder));
}

async function ocr({ IX_OCR_CONCURRENCY, IX_OCR_LANGUAGES }: Config): Promise<Finding> {
  if (IX_OCR_CONCURRENCY === 0) return ok('ocr', 'IX_OCR_CONCURRENCY is 0: scans and pictures are not read');
  const missing = await missingLanguages(IX_OCR_LANGUAGES);
  if (missing.length === 0) return ok('ocr', `has the data of ${IX_OCR_LANGUAGES.join(', ')}`);
  return fault(
    'ocr',
    `the data of ${missing.join(', ')} is not installed`,
    'Install all packages of ix again (npm ci), or change IX_OCR_LANGUAGES.',
  );
}

async function egress({ IX_EGRESS_ALLOW: entries }: Config): Promise<Finding[]> {
  return await checked('egress', 'Mend that entry of IX_EGRESS_ALLOW; with it no ix starts.', async () => {
    const allow = parseAllowList(entries);
    const findings: Finding[] = [];
    for (const place of CREDENTIALS) {
      const address = parseAddress(place);
      if (address === null || !allow.address(address, 80)) continue;
      findings.push(
        fault(
          'egress',
          `IX_EGRESS_ALLOW opens ${place}, where a cloud hands this machine's credentials to whoever asks, and submitters name URLs`,
          'Name the hosts that are needed, or narrower networks.',
        ),
      );
    }
    for (const entry of entries) {
      const host = entry.replace(/:\d+$/, '');
      if (host.includes('/') || parseAddress(host) !== null) continue;
      const failed = await lookup(host).then(
        () => null,
        (error: unknown) => messageOf(error),
      );
      if (failed !== null)
        findings.push(
          fault('egress', `${host} of IX_EGRESS_ALLOW is not found (${failed})`, 'Correct the name, or the resolver of this host.'),
        );
    }
    return findings.length > 0 ? findings : [ok('egress', `the public internet${entries.length > 0 ? ` and ${entries.join(', ')}` : ''}`)];
  });
}

async function model(config: Config): Promise<Finding> {
  const engine = openModelServer(config, () => []);
  try {
    const { ok: well, detail: told } = await modelHealth(engine, AbortSignal.timeout(MODEL_SECONDS * 1000));
    const detail = told ?? 'it says nothing about itself';
    if (well) return ok('model server', detail);
    return fault(
      'model server',
      detail,
      'Start it, or correct IX_LLM_BASE_URL and IX_LLM_MODEL; until then jobs that need it end with IX_002_000.',
    );
  } finally {
    await engine?.close?.();
  }
}
