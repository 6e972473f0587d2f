import * as React from 'react';

export default function Missing() {
  return <h1>No such page</h1>;
}
