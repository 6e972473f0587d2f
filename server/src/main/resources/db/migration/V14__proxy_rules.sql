-- What an app asks of requests before they are passed on, and how they are passed on.

create table proxy_rule (
  app bigint not null,
  -- Such as max-body, or login:USER.
  name varchar(200) not null,
  -- In its canonical form; of a login the salt, a space and the hash.
  setting varchar(4000) not null,
  primary key (app, name),
  foreign key (app) references app (id) on delete cascade
);
