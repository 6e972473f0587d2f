import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';

@Controller()
export class TidesController {
  @Get()
  all() {
    return { tides: ['high', 'low'] };
  }

  @Get('tides/:hours')
  after(@Param('hours', ParseIntPipe) hours: number) {
    return { hours, tide: Math.floor(hours / 6) % 2 === 0 ? 'high' : 'low' };
  }
}
