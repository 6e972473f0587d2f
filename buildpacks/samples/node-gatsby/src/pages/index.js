import * as React from 'react';

export default function Home() {
  return <h1>{`Written in ${[4, 2].join('')} days`}</h1>;
}
