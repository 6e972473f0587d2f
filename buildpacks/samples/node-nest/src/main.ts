import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { TidesModule } from './tides.module';

async function start() {
  const app = await NestFactory.create(TidesModule);
  app.enableShutdownHooks();
  await app.listen(process.env.PORT ?? 3000, '0.0.0.0');
}

void start();
