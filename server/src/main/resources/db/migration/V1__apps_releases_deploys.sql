-- Names avoid SQL's reserved words, so that nothing needs quotes. Times are UTC, to the microsecond.

create table app (
  id bigint generated always as identity primary key,
  name varchar(40) not null unique,
  created_at timestamp(6) with time zone not null,
  deploy_branch varchar,
  lock_reason varchar,
  live_release int,
  config_version int not null,
  formation varchar not null,
  stopped boolean not null
);

-- The whole config of an app, as it was: written once, never changed.
create table config (
  app bigint not null references app (id) on delete cascade,
  version int not null,
  content varchar not null,
  created_at timestamp(6) with time zone not null,
  primary key (app, version)
);

create table app_release (
  app bigint not null references app (id) on delete cascade,
  version int not null,
  deploy int not null,
  artifact_kind varchar(10) not null,
  artifact varchar not null,
  commands varchar not null,
  config_version int not null,
  formation varchar not null,
  commit_id varchar(64),
  language varchar not null,
  health_path varchar,
  port_hint int,
  description varchar not null,
  actor varchar not null,
  created_at timestamp(6) with time zone not null,
  primary key (app, version),
  unique (app, deploy)
);

create table deploy (
  app bigint not null references app (id) on delete cascade,
  number int not null,
  cause varchar(20) not null,
  commit_id varchar(64),
  source_release int,
  only_processes varchar not null,
  actor varchar not null,
  created_at timestamp(6) with time zone not null,
  state varchar(20) not null,
  state_at timestamp(6) with time zone not null,
  release int,
  failed_at varchar(20),
  reason varchar,
  by_commit varchar(64),
  primary key (app, number)
);
create index deploy_by_state on deploy (state);

create table app_instance (
  name varchar(120) primary key,
  app bigint not null references app (id) on delete cascade,
  release int not null,
  host varchar not null,
  port int not null
);

create table domain (
  host varchar(253) primary key,
  app bigint not null references app (id) on delete cascade
);

create table ssh_key (
  fingerprint varchar(100) primary key,
  name varchar not null unique,
  openssh varchar not null,
  added_at timestamp(6) with time zone not null
);

-- Outlives the app that it tells of.
create table event (
  id bigint generated always as identity primary key,
  happened_at timestamp(6) with time zone not null,
  app bigint,
  app_name varchar(40),
  actor varchar not null,
  kind varchar(40) not null,
  text varchar not null
);
create index event_by_app on event (app, id);

create table setting (
  name varchar(100) primary key,
  content varchar not null
);
