import { useEffect, type ReactNode } from 'react';
import { Link, NavLink } from 'react-router';
import { useI18n } from '../i18n';
import { Icon } from './Icon';

interface Props {
  title: string;
  intro?: ReactNode;
  back?: { to: string; label: string };
  actions?: ReactNode;
  badge?: ReactNode;
  children: ReactNode;
}

export function Page({ title, intro, back, actions, badge, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Kohorte`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        <div className="grow">
          {back && (
            <Link to={back.to} className="crumb">
              <Icon name="back" size={14} /> {back.label}
            </Link>
          )}
          <div className="row">
            <h1 className="break">{title}</h1>
            {badge}
          </div>
          {intro && <p>{intro}</p>}
        </div>
        {actions && <div className="row">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Card({ title, aside, flush, children }: { title?: ReactNode; aside?: ReactNode; flush?: boolean; children: ReactNode }) {
  return (
    <section className={flush ? 'card flush' : 'card'}>
      {(title || aside) && (
        <div className="card-head">
          {title && <h2>{title}</h2>}
          {aside && <div className="row">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** Says what this place is for and how to fill it. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p className="muted">{children}</p>
      {action}
    </div>
  );
}

export function Loading() {
  const { t } = useI18n();
  return (
    <div className="loading" role="status">
      <span className="spinner" /> {t.common.loading}
    </div>
  );
}

export function Tabs({ tabs }: { tabs: { to: string; label: ReactNode; end?: boolean }[] }) {
  return (
    <nav className="tabs">
      {tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end={tab.end ?? false}>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
