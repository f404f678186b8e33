/** What of the manifests and units can be known without a cluster or a machine: they are of the right form, and name things that exist. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Service, ServiceAccount } from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import pkg from '../../package.json' with { type: 'json' };
import { allSettings, loadConfig } from '../../src/config.ts';
import { ROOT } from '../docs/pages.ts';

const textOf = (file: string) => readFile(join(ROOT, file), 'utf8');
const SETTINGS = new Set(allSettings().flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));

const MODELS = { ServiceAccount, ConfigMap, Job, Deployment, Service, PodDisruptionBudget, NetworkPolicy };
const KindSchema = z.looseObject({ kind: z.enum(Object.keys(MODELS) as [keyof typeof MODELS]) });

/** Of a pod that runs ix: what is asked of it here. */
const PodSchema = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
  spec: z.looseObject({
    automountServiceAccountToken: z.literal(false),
    securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
    containers: z.array(
      z.looseObject({
        image: z.string(),
        args: z.array(z.string()),
        env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
        resources: z.object({ requests: z.object({ memory: z.string(), cpu: z.string() }), limits: z.object({ memory: z.string() }) }),
        securityContext: z.looseObject({
          readOnlyRootFilesystem: z.literal(true),
          allowPrivilegeEscalation: z.literal(false),
          capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
        }),
      }),
    ),
    terminationGracePeriodSeconds: z.number().optional(),
  }),
});
const WorkloadSchema = z.looseObject({
  spec: z.looseObject({ selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()) }).optional(), template: PodSchema }),
});

// One document, since what several pods have in common is said once, and aliases end with their document.
const { items: objects } = z
  .object({ kind: z.literal('List'), items: z.array(z.unknown()) })
  .loose()
  .parse(parse(await textOf('deploy/kubernetes/ix.yaml')));
const kinds = objects.map((object) => KindSchema.parse(object));

describe('deploy/kubernetes/ix.yaml', () => {
  test.each(kinds.map((object) => [object.kind, object] as const))('%s is one by its schema', async (kind, object) => {
    await Reflect.construct(MODELS[kind], [object]).validate();
  });

  const workloads = objects.flatMap((object) => WorkloadSchema.safeParse(object).data ?? []);

  test('pods are confined, run commands of ix, and are found by their selectors', () => {
    expect(workloads).toHaveLength(kinds.filter(({ kind }) => ['Job', 'Deployment'].includes(kind)).length);
    for (const { spec } of workloads) {
      for (const { image, args } of spec.template.spec.containers) {
        expect(image).toBe(`ix:${pkg.version}`);
        expect(existsSync(join(ROOT, `src/cli/${args[0]}.ts`)), args[0]).toBe(true);
      }
      expect(spec.template.metadata.labels).toMatchObject(spec.selector?.matchLabels ?? {});
    }
  });

  test('settings exist, and a stop has time for what is under way', () => {
    const data = kinds.flatMap((object) => (object.kind === 'ConfigMap' ? [z.record(z.string(), z.string()).parse(object.data)] : []));
    const given = [
      ...data.flatMap(Object.keys),
      ...workloads.flatMap(({ spec }) => spec.template.spec.containers.flatMap(({ env }) => env.map(({ name }) => name))),
    ];
    expect(given.filter((name) => !SETTINGS.has(name))).toEqual([]);
    const grace = loadConfig({ IX_STOP_GRACE_SECONDS: data[0]?.IX_STOP_GRACE_SECONDS }).IX_STOP_GRACE_SECONDS;
    for (const { spec } of workloads) {
      const seconds = spec.template.spec.terminationGracePeriodSeconds;
      if (seconds !== undefined) expect(seconds).toBeGreaterThanOrEqual(grace + 20);
    }
  });
});

/** `[Section]`, `Name=value`: what a unit says, the last one of a name. */
const unit = (text: string) => Object.fromEntries(Array.from(text.matchAll(/^(\w+)=(.*)$/gm), ([, name, value]) => [name, value]));

test.each(await readdir(join(ROOT, 'deploy/systemd')))(
  'deploy/systemd/%s starts a command that exists, with time to stop',
  async (file) => {
    const text = await textOf(`deploy/systemd/${file}`);
    const { ExecStart = '', TimeoutStopSec, KillMode, NoNewPrivileges } = unit(text);
    const [node = '', script = '', command = ''] = ExecStart.split(' ');
    expect(existsSync(node.replace('/opt/ix', ROOT))).toBe(true);
    expect(existsSync(join(ROOT, script))).toBe(true);
    expect(existsSync(join(ROOT, `src/cli/${command}.ts`))).toBe(true);
    expect([KillMode, NoNewPrivileges]).toEqual(['mixed', 'true']);
    expect(Number(TimeoutStopSec)).toBeGreaterThan(loadConfig({}).IX_STOP_GRACE_SECONDS + (command === 'up' ? 90 : 20));
  },
);

const ComposeSchema = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      profiles: z.array(z.string()).optional(),
      deploy: z.looseObject({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }).loose() }) }).optional(),
    }),
  ),
});

test('compose.yaml: whatever stays has limits, and a model server comes only when it is asked for', async () => {
  const { services } = ComposeSchema.parse(parse(await textOf('compose.yaml'), { merge: true }));
  const unlimited = Object.entries(services).flatMap(([name, { deploy }]) => (deploy === undefined ? [name] : []));
  expect(unlimited).toEqual(['migrate']);
  expect(services.ollama?.profiles).toEqual(['ollama']);
});

test.each(await readdir(join(ROOT, '.github/workflows')))('.github/workflows/%s runs what there is', async (file) => {
  const text = await textOf(`.github/workflows/${file}`);
  expect(() => parse(text)).not.toThrow();
  const scripts = Array.from(text.matchAll(/npm run (?:--silent )?([\w-]+)/g), ([, name = '']) => name);
  expect(scripts.filter((name) => !(name in pkg.scripts))).toEqual([]);
  expect(existsSync(join(ROOT, '.ci/run'))).toBe(true);
});
