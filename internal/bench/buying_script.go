package bench

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/postgres"
)

// script is the transaction of one order as pgbench runs it: the statements of
// the shop's own code, in their order and with their parameters. What belongs to
// the shopper or the order is a variable of the run; everything else is as it
// was in the order that was listened to.
type script struct {
	text string
	// constants are the parameters that stay, by name.
	constants map[string]string
	// statements counts those between begin and commit.
	statements int
}

// shopperSQL is the one statement that pgbench runs beside them: who orders.
const shopperSQL = `\set i :i + 1
\set n :client_id * :each + :i
\set key random(1000000000, 9000000000000000000)
SELECT owner, whose, phone, products, size, color, cart, '{"' || size || '"}' AS sizes, '{"' || color || '"}' AS colors,
	'PGB-' || :key AS number, 'PGB-' || :key || :suffix AS reference FROM bench_shoppers WHERE n = :n \gset
`

var (
	placeholder = regexp.MustCompile(`\$(\d+)`)
	comment     = regexp.MustCompile(`(?m)^\s*--.*$`)
)

// listened is an order that was made in this process, with what it ran.
type listened struct {
	runs []postgres.Run
	// known are the shopper's and the order's own values, and the names of the
	// variables that take their place.
	known  map[string]string
	suffix string
}

// write makes the script of the transaction among the statements.
func (l listened) write() (script, error) {
	made := script{constants: map[string]string{"i": "-1", "suffix": l.suffix}}
	var out strings.Builder
	out.WriteString(shopperSQL)
	inside, ended := false, false
	for at, run := range l.runs {
		word := strings.ToLower(strings.TrimSpace(run.SQL))
		switch {
		case word == "begin":
			inside = true
		case !inside || ended:
			continue
		case word == "commit":
			ended = true
		default:
			made.statements++
		}
		sql, err := l.substitute(run, at, made.constants)
		if err != nil {
			return script{}, err
		}
		end := ";\n"
		if strings.Contains(sql, "INSERT INTO orders") {
			end = " \\gset made_\n"
		}
		out.WriteString(sql + end)
	}
	if !ended {
		return script{}, errors.New("no transaction was heard")
	}
	made.text = out.String()
	if !strings.Contains(made.text, ":made_id") || !strings.Contains(made.text, ":number") {
		return script{}, errors.New("the statements name no order: has their form changed?")
	}
	return made, nil
}

// substitute puts variables where the parameters are.
func (l listened) substitute(run postgres.Run, at int, constants map[string]string) (string, error) {
	args := run.Args
	for len(args) > 0 && isOption(args[0]) {
		args = args[1:]
	}
	var failed error
	sql := placeholder.ReplaceAllStringFunc(strings.TrimSpace(comment.ReplaceAllString(run.SQL, "")), func(match string) string {
		number, _ := strconv.Atoi(match[1:]) // Digits, as matched.
		if number > len(args) {
			failed = fmt.Errorf("%s has no value: %.80s", match, run.SQL)
			return match
		}
		value, null, err := asText(args[number-1])
		switch {
		case err != nil:
			failed = err
			return match
		case null:
			return "NULL"
		}
		if name, known := l.known[value]; known {
			return ":" + name
		}
		name := fmt.Sprintf("c%d_%d", at, number)
		constants[name] = value
		return ":" + name
	})
	return sql, failed
}

// isOption tells what is for pgx rather than for PostgreSQL.
func isOption(arg any) bool {
	switch arg.(type) {
	case pgx.QueryResultFormatsByOID, pgx.QueryResultFormats, pgx.QueryExecMode:
		return true
	}
	return false
}

// asText is a parameter as PostgreSQL reads it.
func asText(arg any) (text string, null bool, err error) {
	value := reflect.ValueOf(arg)
	if arg == nil || (value.Kind() == reflect.Pointer && value.IsNil()) {
		return "", true, nil
	}
	switch one := arg.(type) {
	case time.Time:
		return one.UTC().Format(time.RFC3339Nano), false, nil
	case []byte:
		return `\x` + hex.EncodeToString(one), one == nil, nil
	case driver.Valuer:
		inner, err := one.Value()
		if err != nil || inner == nil {
			return "", true, err
		}
		return asText(inner)
	}
	switch value.Kind() {
	case reflect.Pointer:
		return asText(value.Elem().Interface())
	case reflect.Slice:
		text, err = arrayText(value)
		return text, value.IsNil(), err
	case reflect.String:
		return value.String(), false, nil
	case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(value.Int(), 10), false, nil
	case reflect.Bool:
		return strconv.FormatBool(value.Bool()), false, nil
	}
	return "", false, fmt.Errorf("a parameter of the type %T", arg)
}

func arrayText(values reflect.Value) (string, error) {
	all := make([]string, values.Len())
	for i := range all {
		text, null, err := asText(values.Index(i).Interface())
		if err != nil {
			return "", err
		}
		kind := values.Type().Elem()
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		switch {
		case null:
			text = "NULL"
		case kind.Kind() == reflect.String:
			text = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
		}
		all[i] = text
	}
	return "{" + strings.Join(all, ",") + "}", nil
}

// listen has a shopper order in this process and hears what it runs. The first
// order of a process asks for more than all later ones, so the shopper before
// orders first.
func listen(ctx context.Context, handler http.Handler, t *till, shoppers []shopper, way payWay) (listened, error) {
	if _, err := orderHere(ctx, handler, shoppers[0], way.order("listen-first")); err != nil {
		return listened{}, err
	}
	counted, counter := postgres.WithCounter(ctx)
	const key = "listen-second"
	number, err := orderHere(counted, handler, shoppers[1], way.order(key))
	if err != nil {
		return listened{}, err
	}
	var (
		owner, whose, phone, products, size, color, cart, reference string
		order                                                       int
	)
	err = t.pool.Pgx().QueryRow(ctx, `SELECT owner::text, whose, phone, products, size, color, cart::text, o.id, p.reference
		FROM bench_shoppers, orders AS o JOIN payments AS p ON p.order_id = o.id WHERE n = 1 AND o.order_number = $1`, number).
		Scan(&owner, &whose, &phone, &products, &size, &color, &cart, &order, &reference)
	if err != nil {
		return listened{}, fmt.Errorf("finding the order that was listened to: %w", err)
	}
	known := map[string]string{
		owner: "owner", whose: "whose", products: "products", cart: "cart", key: "key", number: "number", reference: "reference",
		strconv.Itoa(order): "made_id", `{"` + size + `"}`: "sizes", `{"` + color + `"}`: "colors",
	}
	if phone != "" {
		known[phone] = "phone"
	}
	return listened{runs: counter.Runs(), known: known, suffix: strings.TrimPrefix(reference, number)}, nil
}

// orderHere orders in this process and answers the order's number.
func orderHere(ctx context.Context, handler http.Handler, who shopper, body []byte) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	request.RemoteAddr = "127.0.0.1:0"
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Cookie", who.cookie)
	answer := heard{header: make(http.Header)}
	handler.ServeHTTP(&answer, request)
	if err := ordered(answer.Bytes()); err != nil {
		return "", err
	}
	var told struct {
		Data struct {
			CheckoutComplete struct{ Order struct{ Number string } }
		}
	}
	err = json.Unmarshal(answer.Bytes(), &told)
	return told.Data.CheckoutComplete.Order.Number, err
}

// heard is an answer that was given in this process.
type heard struct {
	bytes.Buffer
	header http.Header
}

// Header is the answer's.
func (h *heard) Header() http.Header { return h.header }

// WriteHeader has nothing to keep: what is wrong is told in the body too.
func (*heard) WriteHeader(int) {}
