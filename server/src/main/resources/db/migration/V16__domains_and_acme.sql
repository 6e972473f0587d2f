-- When a host was claimed, and how the app has shown that it is its own; null: not yet.
alter table domain add column added_at timestamp(6) with time zone;
alter table domain add column proven_at timestamp(6) with time zone;
alter table domain add column proven_by varchar(20);

-- A host that an app had: another app gets it only after a while. Outlives the app.
create table domain_tombstone (
  host varchar(255) primary key,
  app bigint not null,
  app_name varchar(40) not null,
  gone_at timestamp(6) with time zone not null
);

-- Apps whose hosts get certificates by themselves.
create table auto_certificate (
  app bigint primary key,
  since timestamp(6) with time zone not null,
  foreign key (app) references app (id) on delete cascade
);

-- What was ordered for a host of such an app; of the platform's own wildcard there is no app.
create table acme_host (
  host varchar(255) primary key,
  app bigint,
  -- PEM, and the private key in base 64, sealed; null before the first one.
  chain clob,
  sealed_key clob,
  not_after timestamp(6) with time zone,
  issued_at timestamp(6) with time zone,
  -- When to order the next; null: at once.
  due_at timestamp(6) with time zone,
  -- In a row, since the last one that was issued.
  failures int not null,
  last_error varchar(1000),
  failed_at timestamp(6) with time zone,
  foreign key (app) references app (id) on delete cascade
);

-- The account at a certificate authority, by the address of its directory.
create table acme_account (
  directory varchar(500) primary key,
  location varchar(1000) not null,
  sealed_key clob not null,
  made_at timestamp(6) with time zone not null
);
