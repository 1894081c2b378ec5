export * from './demo/index.ts';
export { DirectoryError, type DirectoryImport, importDirectory, importText } from './directory/import-directory.ts';
export * from './event.ts';
export { REJECTION_CODES, type Rejection, type RejectionCode } from './intake/explain.ts';
export {
  type CaseRefresher,
  type Commit,
  type Intake,
  type IntakeOptions,
  type LineResult,
  openIntake,
  type StoredEvent,
  type SubmitOptions,
} from './intake/intake.ts';
export { momentProblem, momentText, parseMoment } from './intake/moment.ts';
export { maskNumbers } from './intake/personal.ts';
export { REJECT_CODES, type RejectCode } from './intake/reject-codes.ts';
export { type KeptReject, listRejects, type Refused, type RejectFilter, storeRejects } from './intake/rejects.ts';
export { type ReplayReason, type ReplayResult, replay } from './intake/replay.ts';
export { IntakeUnavailable } from './intake/unavailable.ts';
export { SHANGHAI, type Zone, zoneNamed } from './intake/zone.ts';
export { openMapping, shippedMappings } from './mapping/library.ts';
export { type Mapping, MappingError } from './mapping/mapping.ts';
export { type Spot, YamlReading } from './mapping/yaml-reading.ts';
export { nearest } from './nearest.ts';
export { CsvRecords } from './sources/files/csv-records.ts';
export { type FileCursors, memoryCursors, storedCursors } from './sources/files/cursors.ts';
export { type IngestCommandOptions, ingestCommand } from './sources/files/ingest-command.ts';
export { type FileSink, type IngestSummary, ingestFiles } from './sources/files/ingest-files.ts';
export { httpSink, intakeSink } from './sources/files/sinks.ts';
export { unreadable } from './sources/files/unreadable.ts';
export { EventsAnswer, type EventsRouteOptions, eventsRoute, MAX_BODY_BYTES } from './sources/http.ts';
