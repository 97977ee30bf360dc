import { alerts } from './alerts';
import { codes } from './codes';
import { common, kinds, login, problems, shell, states } from './common';
import { conversions } from './conversions';
import { customers } from './customers';
import { destinations } from './destinations';
import { duplicates } from './duplicates';
import { experiments } from './experiments';
import { home } from './home';
import { imports } from './imports';
import { models } from './models';
import { privacy } from './privacy';
import { builder, clusters, segments } from './segments';
import { settings } from './settings';
import { syncs } from './syncs';
import { watch } from './watch';

export const en = {
  common,
  shell,
  login,
  problems,
  codes,
  states,
  kinds,
  home,
  alerts,
  imports,
  conversions,
  customers,
  duplicates,
  privacy,
  segments,
  builder,
  clusters,
  models,
  experiments,
  destinations,
  syncs,
  settings,
  watch,
};
