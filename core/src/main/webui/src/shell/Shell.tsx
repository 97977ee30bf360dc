import { useEffect, useState } from 'react';
import { Link, Navigate, NavLink, Outlet, useLocation } from 'react-router';
import { access } from '../api/access';
import { session } from '../api/session';
import { Button } from '../design/Button';
import { Icon, Mark, type IconName } from '../design/Icon';
import { useI18n } from '../i18n';
import { Preferences } from './Preferences';
import { useSession } from './useSession';

export function Shell() {
  const { t } = useI18n();
  const current = useSession();
  const location = useLocation();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    setOpen(false);
    window.scrollTo(0, 0);
  }, [location.pathname]);

  useEffect(() => {
    if (!open) return;
    const close = (e: KeyboardEvent) => e.key === 'Escape' && setOpen(false);
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [open]);

  if (!current) return <Navigate to="/login" replace state={session.left() ? null : { from: location.pathname + location.search }} />;

  const groups: { heading?: string; links: [string, IconName, string][] }[] = [
    { links: [['/', 'home', t.shell.home]] },
    {
      heading: t.shell.groupKnow,
      links: [
        ['/imports', 'import', t.shell.imports],
        ['/customers', 'customers', t.shell.customers],
      ],
    },
    {
      heading: t.shell.groupFind,
      links: [
        ['/segments', 'segment', t.shell.segments],
        ['/clusters', 'cluster', t.shell.clusters],
        ['/models', 'model', t.shell.models],
      ],
    },
    {
      heading: t.shell.groupReach,
      links: [
        ['/destinations', 'destination', t.shell.destinations],
        ['/syncs', 'sync', t.shell.syncs],
        ['/conversions', 'conversion', t.shell.conversions],
        ['/experiments', 'experiment', t.shell.experiments],
      ],
    },
  ];

  const logOut = () => {
    void access.removeToken(current.tokenId).catch(() => undefined);
    session.leave();
  };

  return (
    <div className="shell">
      <a href="#content" className="skip">
        {t.shell.skip}
      </a>
      <header className="topbar">
        <Link to="/" className="brand">
          <Mark /> Kohorte
        </Link>
        <Button look="quiet" icon="menu" aria-label={t.shell.menu} aria-expanded={open} onClick={() => setOpen(true)} />
      </header>
      {open && <button type="button" className="scrim" aria-label={t.shell.closeMenu} onClick={() => setOpen(false)} />}
      <aside className={open ? 'sidebar open' : 'sidebar'}>
        <Link to="/" className="brand">
          <Mark /> Kohorte
        </Link>
        <nav className="nav" aria-label={t.shell.navigation}>
          {groups.map((group, i) => (
            <div key={i} className="stack hair">
              {group.heading && <div className="nav-heading">{group.heading}</div>}
              {group.links.map(([to, icon, label]) => (
                <NavLink key={to} to={to} end={to === '/'}>
                  <Icon name={icon} /> {label}
                </NavLink>
              ))}
            </div>
          ))}
        </nav>
        <div className="sidebar-foot">
          <nav className="nav" aria-label={t.shell.settings}>
            <NavLink to="/privacy">
              <Icon name="shield" /> {t.shell.privacy}
            </NavLink>
            <NavLink to="/settings">
              <Icon name="settings" /> {t.shell.settings}
            </NavLink>
          </nav>
          <Preferences />
          <div className="sidebar-person">
            <div className="grow">
              <strong className="break">{current.name}</strong>
              <div className="small muted">{t.shell.roles[current.role]}</div>
            </div>
            <Button look="quiet" icon="out" aria-label={t.shell.logOut} title={t.shell.logOut} onClick={logOut} />
          </div>
        </div>
      </aside>
      <main className="main" id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
