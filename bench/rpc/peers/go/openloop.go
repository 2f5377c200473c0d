package main

import (
	"slices"
	"sync"
	"time"
)

// openLoop begins calls at a fixed rate and counts each one's latency from the instant it was due.
func (c *clientEnd) openLoop(q question) (int, map[string]float64) {
	total := max(1, int(q.PerSecond*q.DurationMs/1000))
	latencies := make([]float64, total)
	interval := time.Duration(1e9 / q.PerSecond)
	var calls sync.WaitGroup
	start := time.Now()
	for i := range total {
		due := start.Add(time.Duration(i) * interval)
		if wait := time.Until(due); wait > 0 {
			time.Sleep(wait)
		}
		calls.Add(1)
		go func() {
			defer calls.Done()
			c.hello(c.connections[0])
			latencies[i] = float64(time.Since(due).Nanoseconds()) / 1000
		}()
	}
	calls.Wait()
	slices.Sort(latencies)
	at := func(fraction float64) float64 { return latencies[min(total-1, int(float64(total)*fraction))] }
	return total, map[string]float64{"p50": at(0.5), "p99": at(0.99), "p999": at(0.999)}
}
