/** What others may use of this package: the application with what it stands on, and the HTTP contract. */
export { type AppOptions, app } from './app.ts';
export * from './contract/index.ts';
export { type Engine, openEngine } from './engine.ts';
export { type ExportedFile, type ExportedList, exportList } from './exports/export-list.ts';
export { REPORTS, type ReportId } from './exports/reports.ts';
export type { CardToTell } from './notify/entry.ts';
export { cardsToldSince, cardsToTell, issuedCards } from './notify/issued.ts';
export { type Notifier, type NotifierOptions, openNotifier } from './notify/notifier.ts';
export { type Receiver, readReceivers, saveReceiver } from './notify/receivers.ts';
export { openTelling } from './notify/telling.ts';
export { openPublisher, PublicationRefused, type Publisher, type Publishing } from './publications/publisher.ts';
export { openReader } from './query/reader.ts';
export { type BadRatings, openBadRatings } from './rectification/bad-ratings.ts';
export {
  EntryActNotPossible,
  type EntryChange,
  EntryMovedOn,
  type Ledger,
  openLedger,
  ProofMissing,
} from './rectification/ledger.ts';
export { saveSchedule } from './schedule/kept-schedules.ts';
export { refusalsOf } from './schedule/refusals.ts';
export type { Schedule } from './schedule/schedule.ts';
export { openScheduler, type Scheduler, type SchedulerOptions } from './schedule/scheduler.ts';
export { openShelf, type Shelf } from './schedule/shelf.ts';
export { scheduledReports } from './schedule/start.ts';
export { type Address, createServer, listen } from './server.ts';
export { cardId } from './supervision/card.ts';
export {
  ActionNotPossible,
  type CardChange,
  CardMovedOn,
  type Cards,
  openCards,
} from './supervision/cards.ts';
export { openSupervisor, type Supervisor, type SupervisorOptions } from './supervision/supervisor.ts';
export { openWallDoor, type WallDoor } from './wall-door.ts';
