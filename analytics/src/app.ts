/**
 * The HTTP application as a plain plugin: everything it stands on is a parameter, nothing listens here (server.ts does),
 * so tests run it through `inject`.
 */
import { eventsRoute, type Intake } from '@mingcha/ingest';
import { type Refresher, type Rule, readRules, type Store } from '@mingcha/sql';
import type { FastifyInstance } from 'fastify';
import type { DemoState, LiveCards } from './contract/index.ts';
import { openLiveHub } from './live.ts';
import compress from './plugins/compress.ts';
import dashboard, { isBuilt, isPage } from './plugins/dashboard.ts';
import helmet from './plugins/helmet.ts';
import metrics from './plugins/metrics.ts';
import openapi from './plugins/openapi.ts';
import plainNumbers from './plugins/plain-numbers.ts';
import problems from './plugins/problems.ts';
import upToDate from './plugins/up-to-date.ts';
import { openObjections } from './publications/objections.ts';
import { openPublisher } from './publications/publisher.ts';
import { openReader } from './query/reader.ts';
import { supervisionSummary } from './query/supervision.ts';
import { type Ledger, openLedger } from './rectification/ledger.ts';
import { cardRoutes } from './routes/cards.ts';
import { demoRoute } from './routes/demo.ts';
import { directoryRoutes } from './routes/directory.ts';
import { dispatchRoutes } from './routes/dispatch.ts';
import { explanationRoutes } from './routes/explanation.ts';
import { rejectRoutes } from './routes/intake.ts';
import { liveRoutes } from './routes/live.ts';
import { noticeRoutes } from './routes/notices.ts';
import { operationRoutes } from './routes/operation.ts';
import { publicationRoutes } from './routes/publications.ts';
import { qualityRoutes } from './routes/quality.ts';
import { reconciliationRoutes } from './routes/reconciliation.ts';
import { rectificationRoutes } from './routes/rectifications.ts';
import { reportRoutes } from './routes/reports.ts';
import { reviewRoutes } from './routes/review.ts';
import { ruleRoutes } from './routes/rules.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { supervisionRoutes } from './routes/supervision.ts';
import { thresholdRoutes } from './routes/thresholds.ts';
import { wallRoutes } from './routes/wall.ts';
import { windowRoutes } from './routes/windows.ts';
import type { Shelf } from './schedule/shelf.ts';
import { type CardChange, type Cards, openCards } from './supervision/cards.ts';

export interface AppOptions {
  store: Store;
  refresher: Pick<Refresher, 'waiting' | 'settled' | 'settledFor'>;
  intake: Intake;
  /** Where cards are kept; shared with the supervisor beside it, so that acts and findings take turns. */
  cards?: Cards;
  /** The rectification ledger; shared with the supervisor likewise. */
  ledger?: Ledger;
  /** The supervision rules; those of this release unless told. */
  rules?: readonly Rule[];
  /** Where scheduled reports lie; without it they are listed and not handed out. */
  shelf?: Shelf;
  /** Now, for reports that name no moment. */
  clock?: () => Date;
  /** Folder publications lie in; without one nothing is published here. */
  publicationsDirectory?: string;
  /** Directory of the built dashboard; without one only the API is served. */
  dashboardDirectory?: string;
  /** A centre's own folder of notice templates. */
  noticesFolder?: string;
  version?: string;
  /** Whether invented cases lie in the store; none unless told. */
  demo?: () => DemoState;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Version of this software, as reports state it. */
    release: string;
  }
}

export const API = '/api/v1';

export async function app(server: FastifyInstance, options: AppOptions): Promise<void> {
  const { store, refresher, intake, clock = () => new Date(), dashboardDirectory, version = '0.0.0' } = options;
  const { noticesFolder: folder } = options;
  const { publicationsDirectory } = options;
  const hasDashboard = dashboardDirectory !== undefined && isBuilt(dashboardDirectory);
  // Answers come as the engine made them; tests hold them against the schemas, which also make the OpenAPI document.
  server.setSerializerCompiler(() => JSON.stringify);
  server.decorate('release', version);

  await server.register(problems, hasDashboard ? { isPage } : {});
  await server.register(plainNumbers);
  await server.register(upToDate, { refresher });
  await server.register(helmet);
  await server.register(compress);
  await server.register(openapi, { version });
  await server.register(metrics);
  if (hasDashboard) await server.register(dashboard, { directory: dashboardDirectory });

  const onFault = (error: unknown) => server.log.error({ err: error }, 'a fault nobody waits for');
  const { cards = openCards({ store, clock, onFault }), rules = await readRules() } = options;
  const { ledger = openLedger({ store, clock, onFault }) } = options;
  const reader = openReader(store, clock);
  const hub = openLiveHub({
    readSummary: () => supervisionSummary(reader, {}),
    onError: (error) => server.log.error({ err: error }, 'the live summary could not be read'),
  });
  server.metrics.gauge('mingcha_live_viewers', 'Open live streams.', () => hub.viewers);
  server.metrics.gauge('mingcha_cases_waiting', 'Cases with events not counted yet.', () => refresher.waiting);
  const stopListening = intake.onStored((commit) => {
    server.metrics.commits.inc();
    server.metrics.eventsStored.inc(commit.events);
    const message = {
      at: commit.at.toISOString(),
      events: commit.events,
      cases: commit.cases.length,
      newest: commit.newest,
    };
    // Told when the events are counted, not before: whoever reads again at once finds them in the numbers.
    refresher.settled().then(
      () => hub.stored(message),
      (error) => server.log.error({ err: error }, 'events are stored but not counted yet'),
    );
  });
  const stopListeningToCards = cards.onCards((changes) => hub.cards(liveCards(changes)));
  // Open streams would keep the server from closing.
  server.addHook('preClose', async () => {
    stopListening();
    stopListeningToCards();
    hub.close();
  });

  await server.register(operationRoutes, { store });
  await server.register(demoRoute, { prefix: API, demo: options.demo ?? (() => 'none') });
  await server.register(statisticsRoutes, { prefix: API, reader, clock });
  await server.register(directoryRoutes, { prefix: API, reader });
  await server.register(dispatchRoutes, { prefix: API, reader, clock });
  await server.register(windowRoutes, { prefix: API, reader });
  await server.register(supervisionRoutes, { prefix: API, reader });
  await server.register(explanationRoutes, { prefix: API, reader, store, cards, rules, release: version });
  await server.register(cardRoutes, { prefix: API, reader, store, cards, rules, clock });
  await server.register(rectificationRoutes, { prefix: API, reader, store, ledger, cards, clock });
  await server.register(reviewRoutes, { prefix: API, reader, store, clock });
  await server.register(reportRoutes, { prefix: API, store, shelf: options.shelf, clock });
  await server.register(ruleRoutes, { prefix: API, reader, store, rules, clock });
  await server.register(thresholdRoutes, { prefix: API, reader, store, rules, clock });
  await server.register(liveRoutes, { prefix: API, hub, reader });
  await server.register(wallRoutes, { prefix: API, hub, reader });
  await server.register(qualityRoutes, { prefix: API, reader });
  await server.register(reconciliationRoutes, { prefix: API, reader });
  await server.register(noticeRoutes, { prefix: API, reader, clock, folder });
  await server.register(rejectRoutes, { prefix: API, reader, store, intake, clock });
  if (publicationsDirectory !== undefined) {
    const publisher = openPublisher({
      store,
      reader,
      directory: publicationsDirectory,
      rules,
      release: version,
      clock,
    });
    const objections = openObjections({ store, clock });
    await server.register(publicationRoutes, {
      prefix: API,
      store,
      reader,
      publisher,
      objections,
      noticesFolder: folder,
      clock,
    });
  }
  await server.register(eventsRoute, { prefix: API, intake });
}

/** The last of many changes are shown, all of them counted. */
const NEWEST_CARDS = 20;
function liveCards(changes: readonly CardChange[]): LiveCards {
  return {
    at: changes.at(-1)?.event.at ?? new Date().toISOString(),
    changes: changes.length,
    baseline: changes.filter(({ is_baseline }) => is_baseline).length,
    newest: changes.slice(-NEWEST_CARDS).map(({ event: { card_id, case_id, rule, grade, action, actor }, state }) => {
      return { card_id, case_id, rule, grade, action, actor, state };
    }),
  };
}
