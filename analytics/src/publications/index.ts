/** Bundles for whoever has nothing but them: read, placed, verified. No store is needed, and none is loaded. */
export { archiveOf, verifyArchive } from './archive.ts';
export { type Bundle, type Folder, openFolder, readBundle } from './folder.ts';
export { verifyBundle } from './verification/verify.ts';
