package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"zuka/internal/shop/pet/brain"
)

const (
	// maxUses is how many calls of a message reach the desk, which counts too.
	maxUses = 5
	// maxUsed is how long the arguments of a call may be.
	maxUsed = 8 << 10
	// patience is how long a tool may take.
	patience = 5 * time.Second
)

// clerk carries a model's calls to the desk, and remembers what they were about.
type clerk struct {
	desk   brain.Desk
	memory *brain.Memory
	calls  int
	// usedUp tells that no call would be carried out any more.
	usedUp bool
}

// wrong is what a model has done wrong, told to it.
type wrong string

func (w wrong) Error() string { return string(w) }

// serve is the result of a call, as the model gets it.
func (c *clerk) serve(ctx context.Context, call *pending) string {
	result, err := c.use(ctx, call)
	fault, isWrong := errors.AsType[wrong](err)
	switch {
	case err == nil:
		return result
	case isWrong:
		return failed(string(fault))
	case errors.Is(err, brain.ErrTooMany):
		c.usedUp = true
		return failed("no more tools for this message: answer with what you know")
	case errors.Is(err, brain.ErrGone):
		return failed("there is no such thing")
	case errors.Is(err, context.DeadlineExceeded):
		return failed("the tool took too long")
	}
	return failed("the tool failed; do not try it again")
}

func failed(why string) string { return compact(map[string]string{"error": why}) }

func (c *clerk) use(ctx context.Context, call *pending) (string, error) {
	if call.over || len(call.arguments) > maxUsed {
		return "", wrong("the arguments are too long")
	}
	var do func(context.Context) (string, error)
	var err error
	switch call.name {
	case productSearch:
		do, err = bind(call, checkSearch, c.search)
	case recommend:
		do, err = bind(call, checkRecommend, c.recommend)
	case addToCart:
		do, err = bind(call, checkAdd, c.add)
	case couponApply:
		do, err = bind(call, coupon.check, c.coupon)
	case orderStatus:
		do, err = bind(call, order.check, c.orders)
	default:
		err = wrong("there is no such tool")
	}
	if err != nil {
		return "", err
	}
	if c.calls == maxUses {
		return "", brain.ErrTooMany
	}
	c.calls++
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return do(ctx)
}

// bind reads the arguments of a call for what is to be done with them.
func bind[T any](call *pending, check func(T) bool, do func(context.Context, T) (string, error)) (func(context.Context) (string, error), error) {
	var in T
	text := bytes.TrimSpace(call.arguments)
	if len(text) == 0 {
		text = []byte("{}")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if text[0] != '{' || decoder.Decode(&in) != nil {
		return nil, wrong("the arguments do not fit the schema")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, wrong("the arguments must be one JSON object")
	}
	if !check(in) {
		return nil, wrong("an argument is missing or out of its bounds")
	}
	return func(ctx context.Context) (string, error) { return do(ctx, in) }, nil
}

func (c *clerk) search(ctx context.Context, in brain.Search) (string, error) {
	found, err := c.desk.Search(ctx, in)
	if err != nil {
		return "", err
	}
	c.memory.Search = &in
	c.show(found)
	return quoteFound(found), nil
}

func (c *clerk) recommend(ctx context.Context, in brain.Recommend) (string, error) {
	found, err := c.desk.Recommend(ctx, in)
	if err != nil {
		return "", err
	}
	c.show(found)
	return quoteFound(found), nil
}

// show remembers what is on the screen. A product alone is what is talked about.
func (c *clerk) show(found brain.Found) {
	if len(found.Products) == 0 {
		return
	}
	c.memory.Shown, c.memory.Subject = slices.Clone(found.Products), nil
	if len(found.Products) == 1 {
		c.memory.Subject = &c.memory.Shown[0]
	}
}

func (c *clerk) add(ctx context.Context, in brain.Add) (string, error) {
	outcome, err := c.desk.AddToCart(ctx, in)
	if err != nil {
		return "", err
	}
	if outcome.Product != nil {
		subject := *outcome.Product
		c.memory.Subject = &subject
	}
	return quoteOutcome(outcome), nil
}

func (c *clerk) coupon(ctx context.Context, in coupon) (string, error) {
	outcome, err := c.desk.ApplyCoupon(ctx, in.Code)
	if err != nil {
		return "", err
	}
	return quoteOutcome(outcome), nil
}

func (c *clerk) orders(ctx context.Context, in order) (string, error) {
	orders, err := c.desk.OrderStatus(ctx, in.Number)
	if err != nil {
		return "", err
	}
	return quoteOrders(orders), nil
}
