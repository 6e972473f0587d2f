import { Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

@Component({
  selector: 'app-root',
  template: '<button (click)="add()">Sum: {{ sum() }}</button>',
})
class Ledger {
  readonly sum = signal(0);

  add(): void {
    this.sum.update((value) => value + 1);
  }
}

bootstrapApplication(Ledger, { providers: [provideZonelessChangeDetection()] }).catch(console.error);
