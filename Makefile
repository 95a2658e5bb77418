# make run    starts the portal: see README.md for PORT, DEMO, DEMO_PASSWORD, DATABASE_URL and REDIS_URL
# make test   runs everything that must hold
# make bench  prints how fast it is, as ratios

.PHONY: run test bench

run:
	@exec sh portal/ops/run.sh

test:
	@exec sh portal/ops/test.sh

bench:
	@exec sh portal/ops/bench.sh
