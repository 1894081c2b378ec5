export * from './event.ts';
export { momentProblem, momentText, parseMoment } from './intake/moment.ts';
export { SHANGHAI, type Zone, zoneNamed } from './intake/zone.ts';
export { openMapping, shippedMappings } from './mapping/library.ts';
export { type Mapping, MappingError } from './mapping/mapping.ts';
export { CsvRecords } from './sources/files/csv-records.ts';
export { type FileCursors, memoryCursors, storedCursors } from './sources/files/cursors.ts';
export { type FileSink, type IngestSummary, ingestFiles } from './sources/files/ingest-files.ts';
