export { buildCity } from './build-city.ts';
export { type City, FIGURES } from './city.ts';
export { directoryFiles } from './directory-files.ts';
export { DEMO_SOURCE } from './founded-city.ts';
export { type GenerateCommandOptions, generateCommand } from './generate-command.ts';
export {
  cityStream,
  type Generated,
  GenerateError,
  type GenerateOptions,
  generate,
  type StreamOptions,
} from './generator.ts';
export { type DemoOptions, isDemoToRun, lookForDemo, runDemo } from './live.ts';
