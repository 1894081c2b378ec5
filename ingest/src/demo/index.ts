export { buildCity, type City, FIGURES } from './city.ts';
export { directoryFiles } from './directory-files.ts';
export { type GenerateCommandOptions, generateCommand } from './generate-command.ts';
export {
  cityStream,
  DEMO_SOURCE,
  type Generated,
  type GenerateOptions,
  generate,
  type StreamOptions,
} from './generator.ts';
