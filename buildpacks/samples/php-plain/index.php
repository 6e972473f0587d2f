<?php
$name = $_GET['name'] ?? 'PHP';
header('Content-Type: text/plain');
echo 'Hello from ', htmlspecialchars($name), ' ', mb_strtoupper('über'), "\n";
