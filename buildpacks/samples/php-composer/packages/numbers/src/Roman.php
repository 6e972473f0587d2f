<?php

namespace Numbers;

final class Roman
{
    private const SIGNS = [
        'M' => 1000, 'CM' => 900, 'D' => 500, 'CD' => 400, 'C' => 100, 'XC' => 90,
        'L' => 50, 'XL' => 40, 'X' => 10, 'IX' => 9, 'V' => 5, 'IV' => 4, 'I' => 1,
    ];

    public static function of(int $number): string
    {
        $written = '';
        foreach (self::SIGNS as $sign => $value) {
            $written .= str_repeat($sign, intdiv($number, $value));
            $number %= $value;
        }
        return $written;
    }
}
