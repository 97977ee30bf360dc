create table app_user (
    id                 bigint generated always as identity primary key,
    name               text        not null unique,
    role               text        not null check (role in ('viewer', 'editor', 'admin')),
    password_hash      text        not null,
    password_generated boolean     not null default false,
    created_at         timestamptz not null
);

-- Only the SHA-256 of a token is kept: the token itself has 256 random bits, so a slow hash would add nothing.
create table api_token (
    id         bigint generated always as identity primary key,
    name       text        not null,
    role       text        not null check (role in ('viewer', 'editor', 'admin')),
    hash       bytea       not null unique,
    owner      bigint      not null references app_user on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz
);
create index api_token_owner on api_token (owner);

create table audit_entry (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    actor   text        not null,
    action  text        not null,
    subject text        not null,
    outcome text        not null,
    address text        not null
);
create index audit_entry_at on audit_entry (at);

create table idempotency (
    actor        text        not null,
    key          text        not null,
    request      bytea       not null,
    status       int,
    content_type text,
    location     text,
    body         bytea,
    created_at   timestamptz not null,
    primary key (actor, key)
);
create index idempotency_created_at on idempotency (created_at);
