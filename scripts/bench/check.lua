-- For wrk: asks one app, GET or POST with numbers that never come twice, and reads every answer.
-- usage: wrk ... -s check.lua URL -- APP GET|POST [REQUESTS-PER-SECOND]
local ffi = require("ffi")
ffi.cdef([[ typedef struct { long seconds, nanos; } a_time; int clock_gettime(int clock, a_time *time); ]])
local threads, time = {}, ffi.new("a_time")

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  app, posts = args[1], args[2] == "POST"
  number, answered, failed, misrouted, releases, unanswered = 0, 0, 0, 0, {}, {}
  get = wrk.format("GET", "/")
  local rate = tonumber(args[3]) or 0
  if rate > 0 then
    gap, due, delay = 1000 / rate, now(), pace
  end
end

function now() -- in milliseconds
  ffi.C.clock_gettime(1, time)
  return tonumber(time.seconds) * 1000 + tonumber(time.nanos) / 1e6
end

function pace() -- how long the next request waits; what is late is made up for, for up to a second
  due = math.max(due + gap, now() - 1000)
  return math.max(0, due - now())
end

function request()
  number = number + 1
  if not posts then
    return get
  end
  unanswered[number] = true
  return wrk.format("POST", "/count", nil, tostring(number))
end

function response(status, headers, body)
  answered = answered + 1
  if status ~= 200 then
    failed = failed + 1
    return
  end
  local name, release, revision, counted = body:match("^(%S+) (v%d+) (%S+) ?(%d*)\n$")
  if name ~= app or headers["X-App"] ~= app or headers["X-Release"] ~= release then
    misrouted = misrouted + 1
    return
  end
  releases[release] = true
  if posts then
    counted = tonumber(counted)
    if unanswered[counted] then
      unanswered[counted] = nil
    else
      misrouted = misrouted + 1
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  for _, thread in ipairs(threads) do
    local seen, open = 0, {}
    for _ in pairs(thread:get("releases")) do
      seen = seen + 1
    end
    for n in pairs(thread:get("unanswered")) do
      table.insert(open, string.format("%d", n))
    end
    print(string.format("answered %d", thread:get("answered")))
    print(string.format("sent %d", thread:get("number")))
    print(string.format("failed %d", thread:get("failed")))
    print(string.format("misrouted %d", thread:get("misrouted")))
    print(string.format("releases %d", seen))
    print("unanswered " .. table.concat(open, " "))
  end
  print(string.format("errors %d", errors.connect + errors.read + errors.write + errors.timeout))
  print(string.format("p99 %d", latency:percentile(99)))
  print(string.format("slowest %d", latency.max))
end
