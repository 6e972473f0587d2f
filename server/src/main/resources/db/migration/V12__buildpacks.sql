-- The buildpacks that are set for an app, in the order in which they build it.

create table app_buildpack (
  app bigint not null,
  -- From 1.
  position int not null,
  -- As it was typed: an address, OWNER/NAME or folder:NAME, with #REF where one was named.
  source varchar(500) not null,
  primary key (app, position),
  foreign key (app) references app (id) on delete cascade
);
