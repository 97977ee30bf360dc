-- Until when the calls of an account are paid for by its pace: the next process, or run, goes on from there.
alter table delivery_account add paid_until timestamptz;
