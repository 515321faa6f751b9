package graph

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
)

// Presenter turns Go errors into what clients see. What a client may know is a
// fault; everything else is logged under the request's id and shown as
// INTERNAL with that id and nothing else.
func Presenter(log *slog.Logger, requestID func(context.Context) string) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var presented *gqlerror.Error
		if !errors.As(err, &presented) {
			presented = gqlerror.WrapPath(graphql.GetPath(ctx), err)
		}
		shown := &gqlerror.Error{Message: presented.Message, Path: presented.Path, Locations: presented.Locations, Extensions: presented.Extensions}
		cause := errors.Unwrap(presented)
		if cause == nil && shown.Extensions["code"] != nil {
			return shown
		}
		if cause == nil {
			cause = err
		}
		describe(ctx, shown, postgres.Fault(cause), log, requestID)
		return shown
	}
}

func describe(ctx context.Context, shown *gqlerror.Error, err error, log *slog.Logger, requestID func(context.Context) string) {
	var several fault.Faults
	if outOfRange(err) {
		err = fault.Invalid("", "is out of the range of an Int")
	}
	if errors.Is(err, pubsub.ErrUnavailable) || errors.Is(err, pubsub.ErrStopped) {
		err = fault.Unavailable(err) // Live updates wait for Redis; the client tries again.
	}
	one, known := fault.From(err)
	shown.Extensions = make(map[string]any)
	switch {
	case errors.As(err, &several):
		fields := make([]map[string]string, len(several))
		messages := make([]string, len(several))
		for i, f := range several {
			fields[i] = map[string]string{"field": strings.Join(f.Field, "."), "message": f.Message}
			messages[i] = sentence(f)
		}
		shown.Message = strings.Join(messages, "; ")
		shown.Extensions["code"], shown.Extensions["field"], shown.Extensions["fields"] = several[0].Code, several[0].Field, fields
	case known && one.Code != fault.Internal:
		shown.Message = sentence(one)
		shown.Extensions["code"] = one.Code
		if len(one.Field) > 0 {
			shown.Extensions["field"] = one.Field
		}
		if one.RetryAfter > 0 {
			shown.Extensions["retryAfter"] = one.RetryAfter.Seconds()
		}
		if one.Code == fault.ServiceUnavailable {
			log.WarnContext(ctx, "unavailable", "cause", errors.Unwrap(one), "request", requestID(ctx))
		}
	case errors.Is(err, context.Canceled):
		shown.Message = "the request was cancelled"
		shown.Extensions["code"] = fault.ServiceUnavailable
	default:
		log.ErrorContext(ctx, "internal error", "cause", err, "path", shown.Path.String(), "request", requestID(ctx))
		shown.Message = "something went wrong on our side"
		shown.Extensions["code"], shown.Extensions["requestId"] = fault.Internal, requestID(ctx)
	}
}

// sentence is a fault as a person reads it, with the field in front.
func sentence(f *fault.Fault) string {
	if len(f.Field) == 0 {
		return f.Message
	}
	return strings.Join(f.Field, ".") + " " + f.Message
}

// outOfRange tells whether a number of the client's does not fit its type.
func outOfRange(err error) bool {
	var number *graphql.NumberOverflowError
	return errors.As(err, &number)
}
