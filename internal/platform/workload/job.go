// Package workload tells what the shop's database is busy with: the jobs that wait,
// run and failed, and the statements that take its time. It reads and changes
// nothing.
package workload

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"zuka/internal/platform/page"
)

// State is how a job stands, in River's words.
type State string

// The states of jobs.
const (
	// Available waits for a worker, Scheduled for its time and Retryable for its
	// next attempt; Pending for something that has to tell first.
	Available State = "available"
	Scheduled State = "scheduled"
	Retryable State = "retryable"
	Pending   State = "pending"
	// Running is being worked on.
	Running State = "running"
	// Completed is done. River forgets such jobs after a day.
	Completed State = "completed"
	// Discarded failed as often as it may: nobody tries it again.
	Discarded State = "discarded"
	// Cancelled was given up before that.
	Cancelled State = "cancelled"
)

// Job is work that the shop left for later. Its arguments name rows and nobody.
type Job struct {
	row         int
	Kind, Queue string
	State       State
	// Attempts is how often it was begun, MaxAttempts how often it may be.
	Attempts, MaxAttempts int
	// Args is a JSON object.
	Args                   string
	CreatedAt, ScheduledAt time.Time
	// AttemptedAt is when it was last begun; nil before the first time. FinalizedAt
	// is when it was done or given up; nil until then.
	AttemptedAt, FinalizedAt *time.Time
	// Failures are the attempts that failed, in order.
	Failures []Failure
}

// Number is the job's number in the log and in the table.
func (j *Job) Number() string { return strconv.Itoa(j.row) }

// Failure is an attempt that failed.
type Failure struct {
	Attempt int       `json:"attempt"`
	At      time.Time `json:"at"`
	// Message is the error.
	Message string `json:"error"`
}

// JobConnection is a page of jobs, the newest first.
type JobConnection = page.Connection[*Job]

// JobEdge is a job on a page.
type JobEdge = page.Edge[*Job]

// JobFilter narrows a list; nil leaves a field open.
type JobFilter struct {
	State *State
	// Kind is the name of a job in code, such as send_challenge.
	Kind *string
}

// Service reads what the database is busy with.
type Service struct{ pool *pgxpool.Pool }

// New reads a database.
func New(pool *pgxpool.Pool) *Service { return &Service{pool: pool} }

const (
	jobColumns = `id, kind, queue, state::text, attempt, max_attempts, args::text, created_at, scheduled_at, attempted_at, finalized_at, to_jsonb(coalesce(errors, '{}'))`
	jobsListed = ` FROM river_job WHERE ($1::text IS NULL OR state = $1::text::river_job_state) AND ($2::text IS NULL OR kind = $2)`
)

// Jobs is a page of jobs.
func (s *Service) Jobs(ctx context.Context, filter JobFilter, args page.Args) (*JobConnection, error) {
	state, kind := orEmpty(filter.State), orEmpty(filter.Kind)
	list := page.NewNumberList("jobs", string(state), kind)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	order := "DESC"
	if window.Backward {
		order = "ASC"
	}
	rows, err := s.pool.Query(ctx, "SELECT "+jobColumns+jobsListed+" AND ($3::bigint IS NULL OR id < $3) AND ($4::bigint IS NULL OR id > $4) ORDER BY id "+order+" LIMIT $5",
		filter.State, filter.Kind, window.After.Number(), window.Before.Number(), window.Size+1)
	if err != nil {
		return nil, fmt.Errorf("reading jobs: %w", err)
	}
	items, err := pgx.CollectRows(rows, scanJob)
	if err != nil {
		return nil, fmt.Errorf("reading jobs: %w", err)
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (n int, err error) {
		err = s.pool.QueryRow(ctx, "SELECT count(*) FROM (SELECT 1"+jobsListed+" LIMIT $3) AS counted", filter.State, filter.Kind, page.CountCap+1).Scan(&n)
		return n, err
	}), nil
}

func scanJob(row pgx.CollectableRow) (page.Item[*Job], error) {
	one, failures := &Job{}, []byte(nil)
	err := row.Scan(&one.row, &one.Kind, &one.Queue, &one.State, &one.Attempts, &one.MaxAttempts, &one.Args, &one.CreatedAt, &one.ScheduledAt,
		&one.AttemptedAt, &one.FinalizedAt, &failures)
	if err == nil {
		err = json.Unmarshal(failures, &one.Failures)
	}
	return page.Item[*Job]{Node: one, Key: page.Key{one.Number()}}, err
}

func orEmpty[T ~string](value *T) T {
	if value == nil {
		return ""
	}
	return *value
}
