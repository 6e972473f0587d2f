import { Module } from '@nestjs/common';
import { TidesController } from './tides.controller';

@Module({ controllers: [TidesController] })
export class TidesModule {}
