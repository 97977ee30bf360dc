import type { ComponentType } from 'react';
import { createBrowserRouter } from 'react-router';
import type { Role } from './api/session';
import { Home } from './pages/home/Home';
import { Login } from './pages/login/Login';
import { Crash } from './shell/Crash';
import { Only } from './shell/Only';
import { Shell } from './shell/Shell';

/** A page that would only refuse what a lesser role does there. */
const only = (role: Role, load: () => Promise<ComponentType>) => async () => {
  const Shown = await load();
  return { element: <Only role={role} children={<Shown />} /> };
};

/** Home and login come at once; every other page is fetched when it is first opened. */
export const router = createBrowserRouter([
  { path: '/login', element: <Login />, errorElement: <Crash />, hydrateFallbackElement: <></> },
  {
    path: '/',
    element: <Shell />,
    errorElement: <Crash />,
    hydrateFallbackElement: <></>,
    children: [
      {
        // What breaks in a page leaves the navigation standing.
        errorElement: <Crash />,
        children: [
          { index: true, element: <Home /> },
          { path: 'imports', lazy: async () => ({ Component: (await import('./pages/imports/Imports')).Imports }) },
          { path: 'imports/new', lazy: only('editor', async () => (await import('./pages/imports/NewImport')).NewImport) },
          { path: 'imports/stream', lazy: only('editor', async () => (await import('./pages/imports/NewStream')).NewStream) },
          { path: 'imports/:id', lazy: async () => ({ Component: (await import('./pages/imports/ImportPage')).ImportPage }) },
          { path: 'sources/:id', lazy: async () => ({ Component: (await import('./pages/imports/SourcePage')).SourcePage }) },
          { path: 'customers', lazy: async () => ({ Component: (await import('./pages/customers/Customers')).Customers }) },
          { path: 'customers/duplicates', lazy: async () => ({ Component: (await import('./pages/customers/Duplicates')).Duplicates }) },
          { path: 'customers/:id', lazy: async () => ({ Component: (await import('./pages/customers/CustomerPage')).CustomerPage }) },
          { path: 'segments', lazy: async () => ({ Component: (await import('./pages/segments/Segments')).Segments }) },
          { path: 'segments/new', lazy: only('editor', async () => (await import('./pages/segments/NewSegment')).NewSegment) },
          { path: 'segments/:id/*', lazy: async () => ({ Component: (await import('./pages/segments/SegmentPage')).SegmentPage }) },
          { path: 'clusters', lazy: async () => ({ Component: (await import('./pages/clusters/Clusters')).Clusters }) },
          { path: 'models', lazy: async () => ({ Component: (await import('./pages/models/Models')).Models }) },
          { path: 'models/new', lazy: only('editor', async () => (await import('./pages/models/NewModel')).NewModel) },
          { path: 'models/:id/*', lazy: async () => ({ Component: (await import('./pages/models/ModelPage')).ModelPage }) },
          { path: 'destinations', lazy: async () => ({ Component: (await import('./pages/destinations/Destinations')).Destinations }) },
          { path: 'destinations/new', lazy: only('admin', async () => (await import('./pages/destinations/NewDestination')).NewDestination) },
          { path: 'destinations/:id', lazy: async () => ({ Component: (await import('./pages/destinations/DestinationPage')).DestinationPage }) },
          { path: 'syncs', lazy: async () => ({ Component: (await import('./pages/syncs/Syncs')).Syncs }) },
          { path: 'syncs/new', lazy: only('editor', async () => (await import('./pages/syncs/NewSync')).NewSync) },
          { path: 'syncs/:id/*', lazy: async () => ({ Component: (await import('./pages/syncs/SyncPage')).SyncPage }) },
          { path: 'runs/:id', lazy: async () => ({ Component: (await import('./pages/syncs/RunPage')).RunPage }) },
          { path: 'conversions', lazy: async () => ({ Component: (await import('./pages/conversions/Conversions')).Conversions }) },
          { path: 'experiments', lazy: async () => ({ Component: (await import('./pages/experiments/Experiments')).Experiments }) },
          { path: 'experiments/new', lazy: only('editor', async () => (await import('./pages/experiments/NewExperiment')).NewExperiment) },
          { path: 'experiments/:id', lazy: async () => ({ Component: (await import('./pages/experiments/ExperimentPage')).ExperimentPage }) },
          { path: 'alerts', lazy: async () => ({ Component: (await import('./pages/alerts/Alerts')).Alerts }) },
          { path: 'privacy', lazy: async () => ({ Component: (await import('./pages/privacy/Privacy')).Privacy }) },
          { path: 'settings/*', lazy: async () => ({ Component: (await import('./pages/settings/Settings')).Settings }) },
          { path: '*', element: <Crash missing /> },
        ],
      },
    ],
  },
]);
