import type { en } from '../en';
import { codes } from './codes';
import { common, kinds, login, problems, shell, states } from './common';
import { customers } from './customers';
import { destinations } from './destinations';
import { home } from './home';
import { imports } from './imports';
import { models } from './models';
import { builder, clusters, segments } from './segments';
import { settings } from './settings';
import { syncs } from './syncs';

export const de: typeof en = {
  common,
  shell,
  login,
  problems,
  codes,
  states,
  kinds,
  home,
  imports,
  customers,
  segments,
  builder,
  clusters,
  models,
  destinations,
  syncs,
  settings,
};
