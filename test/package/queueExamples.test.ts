import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openQueueConnection } from '../../lab/src/sweep/queue/queueConnection';
import { passwordVariable, queueUrl } from '../../lab/src/sweep/queue/queueUrl';
import { findRedis } from '../../scripts/ensureRedis.mjs';
import { root } from './codeBlocks';
import { commandProblem } from './commandProblem';

const folder = join(root, 'examples', 'queue');
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

interface Service {
  image: string;
  build?: { context: string; dockerfile_inline: string };
  entrypoint?: string[];
  command: string[];
  healthcheck?: { test: string[]; interval: string; retries: number };
  stop_grace_period?: string;
  profiles?: string[];
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

  it('has images that there are, and no key that compose does not know', () => {
    const known = 'image build entrypoint command environment networks volumes depends_on healthcheck restart';
    const rest = 'stop_grace_period deploy profiles';
    for (const service of Object.values(services))
      for (const key of Object.keys(service)) expect(`${known} ${rest}`.split(' ')).toContain(key);
    expect(server.image).toMatch(/^valkey\/valkey:\d+$/);
    for (const { build } of Object.values(others)) {
      const { context, dockerfile_inline } = build!;
      expect(join(folder, context)).toBe(root);
      const [, node] = /^FROM node:(\d+)$/m.exec(dockerfile_inline)!;
      const { engines } = JSON.parse(readFileSync(join(root, 'lab', 'package.json'), 'utf8'));
      expect(Number(node)).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)![0]));
      const [, program] = /^ENTRYPOINT \["node", "(.*)"\]$/m.exec(dockerfile_inline)!;
      expect(existsSync(join(root, program)), program).toBe(true);
    }
    // longer than what a worker takes to hand its cells back
    expect(Number.parseInt(others.worker.stop_grace_period!, 10)).toBeGreaterThan(30);
    expect(others.status.profiles).toEqual(['status']);
  });

  it('has a server that wants the password of the environment, which the command line sends, and is asked whether it is there', async () => {
    const [kind, program, question] = server.healthcheck!.test;
    expect([kind, program, question]).toEqual(['CMD', 'valkey-cli', 'ping']);
    expect(server.healthcheck).toMatchObject({
      interval: expect.stringMatching(/^\d+s$/),
      retries: expect.any(Number),
    });
    expect(server.entrypoint).toEqual(['sh', '-c']);
    const place = mkdtempSync(join(tmpdir(), 'deeplinear-compose-'));
    const port = 20_000 + ((process.pid + 7919) % 20_000);
    // what is in the image, in short: its entry point runs what it is given
    writeFileSync(join(place, 'docker-entrypoint.sh'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
    writeFileSync(join(place, 'valkey-server'), `#!/bin/sh\nexec ${findRedis()} "$@" --port ${port}\n`, {
      mode: 0o755,
    });
    const script = server.command[0].replaceAll('$$', '$').replace('/data', place);
    const env = { ...process.env, PATH: `${place}:${process.env.PATH}`, [passwordVariable]: 'long-and-random' };
    const child = spawn('sh', ['-c', script], { env, stdio: 'ignore' });
    try {
      const url = `redis://127.0.0.1:${port}`;
      const open = (secret: string) => openQueueConnection(queueUrl(url, { [passwordVariable]: secret }));
      const connection = await open('long-and-random');
      expect(connection.warnings).toEqual([]);
      expect(await connection.client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
      connection.close();
      await expect(open('another')).rejects.toThrow('WRONGPASS');
      await expect(open('')).rejects.toThrow('NOAUTH');
    } finally {
      child.kill('SIGKILL');
      rmSync(place, { recursive: true });
    }
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
