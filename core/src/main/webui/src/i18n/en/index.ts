import { codes } from './codes';
import { common, kinds, login, problems, shell, states } from './common';
import { home } from './home';
import { imports } from './imports';
import { models } from './models';
import { customers, destinations, settings, syncs } from './reach';
import { builder, clusters, segments } from './segments';

export const en = {
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
