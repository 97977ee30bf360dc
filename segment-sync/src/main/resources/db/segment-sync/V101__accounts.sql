-- One row per vendor account that was ever delivered to. Whoever executes a run of an account has it to itself, so that
-- pace and calls at a time can be kept in memory; what the next holder has to know of its circuit is left here.
create table delivery_account (
    account         text        primary key,
    owner           text,
    leased_until    timestamptz,
    throttled_until timestamptz,
    open_until      timestamptz,
    failures        int         not null default 0
);
