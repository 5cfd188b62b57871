import { readFileSync, statSync } from 'node:fs';

const always: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  ELOOP: 'a link that leads to itself',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reports an error',
};

const whenRead: Record<string, string> = {
  ...always,
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  DEVICE: 'it is a device',
  ERR_FS_FILE_TOO_LARGE: 'it has more than 2 GiB',
};

const whenWritten: Record<string, string> = {
  ...always,
  ENOENT: 'no folder is there, and none can be made',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'a file is where a folder should be',
  EISDIR: 'a folder is where a file should be',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be larger than the system allows',
};

/** Why a file could not be read, in words. */
export function fileReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return whenRead[code ?? ''] ?? code ?? message;
}

/** Why a file or a folder could not be written, in words. */
export function writeReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return whenWritten[code ?? ''] ?? message;
}

/** A device such as /dev/zero has no end, and is no file. @throws Error with a code that `fileReason` knows. */
export function refuseDevice(path: string): void {
  const found = statSync(path);
  if (found.isCharacterDevice() || found.isBlockDevice())
    throw Object.assign(new Error(`${path}: a device`), { code: 'DEVICE' });
}

/** All of a file, or of a pipe. @throws Error with a code that `fileReason` knows. */
export function wholeFile(path: string): Buffer {
  refuseDevice(path);
  return readFileSync(path);
}

/** Whether a folder is there. What cannot be looked at is none: who reads it says why. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
