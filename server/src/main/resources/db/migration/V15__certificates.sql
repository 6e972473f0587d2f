-- The certificate of an app, for all of its hosts that it names.

create table certificate (
  app bigint primary key,
  -- PEM: the app's own first, then those that vouch for it.
  chain clob not null,
  -- The private key, PKCS #8 in base 64, sealed.
  sealed_key clob not null,
  not_after timestamp with time zone not null,
  added_at timestamp with time zone not null,
  added_by varchar not null,
  foreign key (app) references app (id) on delete cascade
);
