module example.com/words

go 1.25.0
