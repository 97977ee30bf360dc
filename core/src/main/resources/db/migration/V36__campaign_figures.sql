-- What destinations counted of their campaigns, day by day; the latest answer about a day counts. Of nobody in particular.
create table campaign_figures (
    destination bigint      not null references destination on delete cascade,
    campaign    text        not null check (length(campaign) between 1 and 200),
    day         date        not null,
    name        text        not null,
    figures     jsonb       not null,
    currency    text        not null,
    told_at     timestamptz not null,
    primary key (destination, campaign, day)
);
create index campaign_figures_day on campaign_figures (destination, day);
