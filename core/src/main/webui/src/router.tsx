import { createBrowserRouter } from 'react-router';
import { Login } from './pages/login/Login';
import { Crash } from './shell/Crash';
import { Shell } from './shell/Shell';

export const router = createBrowserRouter([
  { path: '/login', element: <Login />, errorElement: <Crash /> },
  { path: '/', element: <Shell />, errorElement: <Crash />, children: [] },
]);
