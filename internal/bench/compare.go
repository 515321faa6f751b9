package bench

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"zuka/internal/bench/load"
)

// compared is how many questions of each page are compared.
const compared = 25

// compare asks both servers the same and fails when the answers tell
// different facts, for a rival that does less would be measured in vain.
func compare(ctx context.Context, pages []page, shop, rival string) error {
	for _, page := range pages {
		ours, theirs := page.ours(shop), page.theirs(rival)
		for i := range min(compared, len(page.questions)) {
			at := i * len(page.questions) / min(compared, len(page.questions))
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := page.compare(shop, rival, ours[at], theirs[at]); err != nil {
				return fmt.Errorf("%s %s: %w", page.name, page.questions[at].path, err)
			}
		}
	}
	return nil
}

func (p *page) compare(shop, rival string, ours, theirs []byte) error {
	answer, err := load.Ask(shop, ours)
	if err != nil {
		return fmt.Errorf("asking the shop: %w", err)
	}
	other, err := load.Ask(rival, theirs)
	if err != nil {
		return fmt.Errorf("asking the rival: %w", err)
	}
	var envelope struct{ Data map[string]any }
	var plain any
	if err := json.Unmarshal(answer, &envelope); err != nil {
		return fmt.Errorf("reading the shop's answer: %w", err)
	}
	if err := json.Unmarshal(other, &plain); err != nil {
		return fmt.Errorf("reading the rival's answer: %w", err)
	}
	told := normal("", p.unwrap(envelope.Data))
	if err := something(told); err != nil {
		return err
	}
	return difference("", told, normal("", plain))
}

// something refuses an empty answer: two of them would be the same.
func something(told any) error {
	switch told := told.(type) {
	case map[string]any:
		if len(told) > 0 {
			return nil
		}
	case []any:
		if len(told) > 0 {
			return nil
		}
	}
	return errors.New("the answer tells nothing")
}

// normal takes away what is only form: connections become their nodes, global
// ids the numbers in them, points in time the same spelling.
func normal(key string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for _, shell := range []string{"nodes", "products"} {
			if inner, found := value[shell]; found && len(value) == 1 {
				return normal(key, inner)
			}
		}
		plain := make(map[string]any, len(value))
		for name, field := range value {
			plain[name] = normal(name, field)
		}
		return plain
	case []any:
		plain := make([]any, len(value))
		for i, item := range value {
			plain[i] = normal(key, item)
		}
		return plain
	case float64:
		if key == "id" {
			return strconv.FormatFloat(value, 'f', -1, 64)
		}
	case string:
		return normalText(key, value)
	}
	return value
}

func normalText(key, value string) string {
	switch key {
	case "id":
		if decoded, err := base64.RawURLEncoding.DecodeString(value); err == nil {
			if _, number, found := strings.Cut(string(decoded), ":"); found {
				return number
			}
		}
	case "createdAt":
		if moment, err := time.Parse(time.RFC3339Nano, value); err == nil {
			return moment.UTC().Format(time.RFC3339Nano)
		}
	}
	return value
}

// difference names the first place where two values differ.
func difference(at string, ours, theirs any) error {
	switch ours := ours.(type) {
	case map[string]any:
		other, same := theirs.(map[string]any)
		if !same {
			break
		}
		for _, name := range slices.Sorted(maps.Keys(ours)) {
			if err := difference(at+"."+name, ours[name], other[name]); err != nil {
				return err
			}
		}
		for name := range other {
			if _, known := ours[name]; !known {
				return fmt.Errorf("%s.%s is told by the rival only", at, name)
			}
		}
		return nil
	case []any:
		other, same := theirs.([]any)
		if !same || len(ours) != len(other) {
			break
		}
		for i := range ours {
			if err := difference(fmt.Sprintf("%s[%d]", at, i), ours[i], other[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if !reflect.DeepEqual(ours, theirs) {
		return fmt.Errorf("%s differs: ours %.200v, the rival's %.200v", at, ours, theirs)
	}
	return nil
}
