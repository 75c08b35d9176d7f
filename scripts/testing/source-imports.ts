import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['app', 'components', 'engine', 'lib', 'scripts'];
const ENDINGS = ['', '.ts', '.tsx', '.mjs', '/index.ts'];

export type SourceFile = {
  /** From the root of the project, e.g. `lib/db/client.ts`. */
  path: string;
  text: string;
  imports: SourceImport[];
};

export type SourceImport = {
  /** A file of ours by its path, or a package or built-in module by its name. */
  target: string;
  isOurs: boolean;
  /** Gone once types are erased. */
  isTypeOnly: boolean;
};

/** Our TypeScript sources with what each of them imports; without tests and generated code. */
export function readSources(): SourceFile[] {
  const paths = FOLDERS.flatMap((folder) => listFiles(folder)).filter(
    (path) => /\.tsx?$/.test(path) && !/\.(test|spec)\.tsx?$|\.d\.ts$/.test(path) && !path.includes('/generated/'),
  );
  return paths.map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(path, text) };
  });
}

function listFiles(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(path: string, text: string): SourceImport[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, type, name = '']) => ({ name, isTypeOnly: Boolean(type) }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, name = '']) => ({ name, isTypeOnly: false }));
  return [...statements, ...dynamic].map(({ name, isTypeOnly }) => ({ ...resolveName(path, name), isTypeOnly }));
}

function resolveName(from: string, name: string) {
  if (!name.startsWith('.') && !name.startsWith('@/')) return { target: name, isOurs: false };
  const path = name.startsWith('@/') ? name.slice(2) : normalize(join(dirname(from), name));
  const found = ENDINGS.map((ending) => path + ending).find((candidate) => isFile(join(root, candidate)));
  return { target: relative('.', found ?? path), isOurs: true };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
