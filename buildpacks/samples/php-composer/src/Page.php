<?php

namespace Romans;

use Numbers\Roman;

final class Page
{
    public static function for(string $path): string
    {
        return Roman::of((int) ltrim($path, '/')) . "\n";
    }
}
