import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from './codeBlocks';
import { commandProblem } from './commandProblem';

const folder = join(root, 'examples', 'queue');
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

interface Service {
  image: string;
  command: string[];
  environment: Record<string, string>;
  ports?: string[];
  networks: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

describe('the compose file of queues', () => {
  const { services, networks, volumes } = parse(textOf('docker-compose.yml'), { merge: true }) as Record<
    string,
    Record<string, Service>
  >;
  const { server, ...others } = services;

  it('runs commands that the command line has, on the server that it starts', () => {
    expect(Object.keys(others)).toEqual(['coordinator', 'worker', 'status']);
    for (const { command, depends_on } of Object.values(others)) {
      const [sweep, verb] = command;
      expect([sweep, ['run', 'worker', 'status'].includes(verb)]).toEqual(['sweep', true]);
      expect(commandProblem(`deeplinear ${command.join(' ')}`)).toBeUndefined();
      expect(command[command.indexOf('--queue') + 1]).toBe('redis://server');
      expect(depends_on).toEqual({ server: { condition: 'service_healthy' } });
    }
    const study = others.coordinator.command[2];
    expect(others.coordinator.volumes).toContain('../studies:/studies:ro');
    expect(existsSync(join(root, study.replace('/studies', 'examples/studies')))).toBe(true);
    expect(Object.keys(networks)).toEqual(server.networks);
    for (const { volumes: used = [] } of Object.values(services))
      for (const volume of used.filter((one) => !/^[./]/.test(one)))
        expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
  });

  it('opens no port, writes no password down, and keeps what the server holds', () => {
    expect(Object.values(services).flatMap(({ ports = [] }) => ports)).toEqual([]);
    for (const { environment } of Object.values(services))
      expect(environment.DEEPLINEAR_QUEUE_PASSWORD).toMatch(/^\$\{DEEPLINEAR_QUEUE_PASSWORD:\?/);
    const [script] = server.command;
    expect(script).toContain('--appendonly yes --maxmemory-policy noeviction');
    // in the container's own shell, not in what compose fills in
    expect(script.match(/\$+DEEPLINEAR_QUEUE_PASSWORD/g)).toEqual(['$$DEEPLINEAR_QUEUE_PASSWORD']);
    expect(script).not.toContain('--requirepass');
  });
});

describe('the Slurm script', () => {
  const text = textOf('sweep.slurm');

  it('is a script of the shell, with commands that the command line has', () => {
    execFileSync('bash', ['-n', join(folder, 'sweep.slurm')]);
    const commands = [...text.matchAll(/^(?!deeplinear=).*"\$\{deeplinear\[@\]\}" (.*?) &$/gm)].map(
      (match) => match[1],
    );
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      const words = command.replace(/"\$\{SLURM_CPUS_PER_TASK:-1\}"/, '16').replaceAll(/"\$(\w+)"/g, '$1');
      expect(commandProblem(`deeplinear ${words}`)).toBeUndefined();
    }
    expect(text).not.toMatch(/--requirepass|redis:\/\/[^"]*@/);
  });
});
