-- For wrk: asks for the addresses of a file in turn.  wrk … URL -- FILE RUN
-- An address that ends in `n=` gets a number that never repeats, so that no cache knows it.

local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init(args)
   addresses = {}
   for line in io.lines(args[1]) do
      addresses[#addresses + 1] = line
   end
   run = args[2]
   count = 0
   -- Neither every thread nor every run begins at the same address.
   start = number * 7919 + run * 104729
end

function request()
   count = count + 1
   local address = addresses[(start + count) % #addresses + 1]
   if address:sub(-2) == "n=" then
      address = address .. run .. "." .. number .. "." .. count
   end
   return wrk.format("GET", address)
end

function done(summary, latency)
   local e = summary.errors
   local failed = e.connect + e.read + e.write + e.status + e.timeout
   io.write(string.format("MEASURED %d %d %d\n", summary.requests, failed, latency:percentile(99)))
end
