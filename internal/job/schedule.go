package job

import (
	"time"

	"github.com/riverqueue/river"

	"zuka/internal/platform/clock"
)

const day = 24 * time.Hour

// schedule are the jobs that come by themselves. River's leader, one of the
// processes with a Runner, leaves them. Each is also left when a leader begins,
// or a shop that is deployed every day would never come to its nights; being
// unique in its period, it is not done twice for that.
func schedule() []*river.PeriodicJob {
	hourly := river.PeriodicInterval(time.Hour)
	all := []*river.PeriodicJob{
		periodic(hourly, clean{}),
		periodic(nightly{2, 30}, ensurePartitions{}),
		periodic(nightly{3, 30}, refreshTerms{}),
	}
	for _, one := range (Sweeps{}).turnus() {
		leave := func() (river.JobArgs, *river.InsertOpts) {
			return sweep{one.what}, &river.InsertOpts{Queue: one.queue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: one.every}}
		}
		all = append(all, river.NewPeriodicJob(river.PeriodicInterval(one.every), leave, &river.PeriodicJobOpts{ID: "sweep_" + one.what, RunOnStart: true}))
	}
	return all
}

func periodic(when river.PeriodicSchedule, args river.JobArgs) *river.PeriodicJob {
	leave := func() (river.JobArgs, *river.InsertOpts) { return args, nil }
	return river.NewPeriodicJob(when, leave, &river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true})
}

// nightly is a time of day in Lagos, when the shop is quiet.
type nightly struct{ hour, minute int }

// Next is the next such moment after another.
func (n nightly) Next(after time.Time) time.Time {
	today := clock.Day(after)
	for {
		year, month, date := today.Date()
		if next := time.Date(year, month, date, n.hour, n.minute, 0, 0, clock.Lagos); next.After(after) {
			return next
		}
		today = today.AddDate(0, 0, 1)
	}
}
