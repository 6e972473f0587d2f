-- One-off processes that go on without their caller (run --detach), until they have ended.

create table one_off (
  name varchar(120) primary key,
  app bigint not null references app (id) on delete cascade,
  release int not null,
  command varchar not null,
  actor varchar not null,
  started_at timestamp(6) with time zone not null,
  ends_at timestamp(6) with time zone not null
);
create index one_off_by_app on one_off (app);
