package job

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// Exporter makes the files of data exports.
type Exporter interface {
	// MakeExport writes the file of an export. It can be called again, also
	// after it was cut off, and does nothing for an export that is finished or
	// not there.
	MakeExport(ctx context.Context, export uuid.UUID) error
}

// makeExport makes the file of a data export.
type makeExport struct {
	Export uuid.UUID `json:"export" river:"unique"`
}

// Kind names the job.
func (makeExport) Kind() string { return "make_export" }

// InsertOpts is how the job is queued. With River's pauses, which grow with the
// fourth power, ten attempts take seven hours; account.Service.Clean then takes
// the export away, so that another can be asked for.
func (makeExport) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: slowQueue, MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type exportWorker struct {
	river.WorkerDefaults[makeExport]
	exports Exporter
}

// Work makes the file.
func (w *exportWorker) Work(ctx context.Context, job *river.Job[makeExport]) error {
	return w.exports.MakeExport(ctx, job.Args.Export)
}

// Timeout bounds one attempt.
func (w *exportWorker) Timeout(*river.Job[makeExport]) time.Duration { return longTime }
