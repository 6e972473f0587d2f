run ->(env) { [200, { "content-type" => "text/plain" }, ["You asked for #{env['PATH_INFO']}\n"]] }
