document.getElementById('notes').textContent = `Note ${location.pathname.slice(1) || 'none'}`;
