/** A program where another container would run it. */
import { spawnSync } from 'node:child_process';

/** Network, ipc and pid namespaces of its own: as root, or as a user who may make a namespace of users first. */
const COMMANDS = [
  ['unshare', '-n', '-i', '-p', '-f', '--mount-proc', '--kill-child'],
  ['unshare', '-r', '-n', '-i', '-p', '-f', '--mount-proc', '--kill-child'],
];

/** What runs a program elsewhere, to be put before it; empty where this machine has no namespaces: it is then another process, no more. */
export const ELSEWHERE: readonly string[] =
  COMMANDS.find(([program = '', ...args]) => spawnSync(program, [...args, 'true']).status === 0) ?? [];
