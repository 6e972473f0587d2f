import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function Tally() {
  const [count, setCount] = useState(0);
  return <button onClick={() => setCount(count + 1)}>Counted {count} at {location.pathname}</button>;
}

createRoot(document.getElementById('root')).render(<Tally />);
