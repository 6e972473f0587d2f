-- Where base images are pulled from with a name and a password; the password is sealed.
create table registry_login (
  host varchar(253) primary key,
  login_name varchar(255) not null,
  sealed varchar not null,
  added_at timestamp(6) with time zone not null,
  added_by varchar not null
);

-- What a build's release is made of, as CycloneDX JSON, by the deploy that built it.
create table bom (
  app bigint not null references app (id) on delete cascade,
  deploy int not null,
  content varchar not null,
  primary key (app, deploy)
);
