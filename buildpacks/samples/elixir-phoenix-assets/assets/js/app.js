import topbar from 'topbar';

topbar.config({ barColors: { 0: '#29d' } });
topbar.show();
