import { mount } from 'svelte';
import Dice from './Dice.svelte';

export default mount(Dice, { target: document.getElementById('app') });
