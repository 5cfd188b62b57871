/** Lets a thread import TypeScript: threads do not inherit that from tsx or vitest. Not part of the build. */
import { register } from 'tsx/esm/api';

register();
