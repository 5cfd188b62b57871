import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The node_modules folder of a package from the npm registry that the project itself does not need; kept in the system's
 * temporary folder. Its install scripts do not run.
 */
export function installedTool(name: string, version: string): string {
  const folder = join(tmpdir(), 'deeplinear-tools', `${name.replaceAll('/', '-')}@${version}`);
  const modules = join(folder, 'node_modules');
  if (!existsSync(join(folder, 'done'))) {
    mkdirSync(folder, { recursive: true });
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
    try {
      execFileSync('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`], { cwd: folder });
    } catch (cause) {
      throw new Error(`${name}@${version}: expected the npm registry to give it; this long test needs the network`, {
        cause,
      });
    }
    writeFileSync(join(folder, 'done'), '');
  }
  return modules;
}
