import { createRoot } from 'react-dom/client';

const NOTES = ['C', 'E', 'G'];

createRoot(document.getElementById('root')).render(<p>{NOTES.join(' ')}</p>);
