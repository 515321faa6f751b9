package builtin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// mostLines bounds how many lines of a cart are named.
const mostLines = 4

// cart tells what is in the cart.
func (t *turn) cart() error {
	cart, err := t.desk.Cart(t.ctx)
	if err != nil {
		return err
	}
	if len(cart.Lines) == 0 {
		t.say(voice.CartEmpty)
		return nil
	}
	var lines []string
	for i, line := range cart.Lines {
		if i == mostLines {
			lines = append(lines, "and more")
			break
		}
		name := label(brain.Product{Name: line.Name}, brain.Add{Size: line.Size, Color: line.Color})
		lines = append(lines, count(line.Quantity)+" × "+name)
	}
	pieces := cart.Count
	if pieces == 0 {
		for _, line := range cart.Lines {
			pieces += line.Quantity
		}
	}
	t.say(voice.CartHas, "count", count(pieces), "total", brain.Naira(cart.Subtotal-cart.Discount), "lines", strings.Join(lines, ", "))
	return nil
}

// checkout tells how to pay for what is in the cart.
func (t *turn) checkout() error {
	cart, err := t.desk.Cart(t.ctx)
	if err != nil {
		return err
	}
	if len(cart.Lines) == 0 {
		t.say(voice.CartEmpty)
		return nil
	}
	t.say(voice.CheckOut, "total", brain.Naira(cart.Subtotal-cart.Discount))
	return nil
}

// useCoupon uses the code that was named. Where none was, it is the only one
// that there is, or it is asked which.
func (t *turn) useCoupon() error {
	code := t.m.Coupon
	if code == "" {
		coupons, err := t.desk.Coupons(t.ctx)
		if err != nil {
			return err
		}
		if len(coupons) != 1 {
			t.listCoupons(coupons, mostCoupons)
			t.mem.Question = &brain.Question{Wants: "coupon"}
			return nil
		}
		code = coupons[0].Code
	}
	out, err := t.desk.ApplyCoupon(t.ctx, code)
	if err != nil {
		return err
	}
	code = or(out.Code, code)
	switch out.State {
	case brain.Done:
		less := "the delivery fee"
		if out.Discount > 0 {
			less = brain.Naira(out.Discount)
		}
		t.say(voice.CouponUsed, "code", code, "discount", less, "total", brain.Naira(out.Total-out.Discount))
	case brain.Proposed:
		t.say(voice.CouponOffered, "code", code)
	default:
		t.say(voice.CouponFailed, "code", code, "why", reason(out.Why))
	}
	return nil
}

// mostCoupons bounds how many coupons are named.
const mostCoupons = 4

func (t *turn) askCoupons() error {
	coupons, err := t.desk.Coupons(t.ctx)
	if err != nil {
		return err
	}
	t.listCoupons(coupons, mostCoupons)
	return nil
}

// mentionCoupons adds the coupons to an answer about something else.
func (t *turn) mentionCoupons(most int) error {
	coupons, err := t.desk.Coupons(t.ctx)
	if err != nil {
		return hide(t.ctx, err)
	}
	if len(coupons) > 0 {
		t.listCoupons(coupons, most)
	}
	return nil
}

func (t *turn) listCoupons(coupons []brain.Coupon, most int) {
	if len(coupons) == 0 {
		t.say(voice.NoCoupons)
		return
	}
	var told []string
	for _, c := range coupons[:min(len(coupons), most)] {
		about := strings.TrimRight(tidy(c.Text), ".! ")
		if r := []rune(about); len(r) > 60 {
			about = ""
		}
		if c.Minimum > 0 {
			about = strings.TrimPrefix(about+", from "+brain.Naira(c.Minimum), ", ")
		}
		if about != "" {
			about = " (" + about + ")"
		}
		told = append(told, c.Code+about)
	}
	t.say(voice.CouponsAre, "coupons", either(told))
}

// delivery tells what delivery to a state costs, or asks to which.
func (t *turn) delivery() error {
	d, err := t.desk.Delivery(t.ctx, t.m.State)
	if errors.Is(err, brain.ErrGone) {
		t.mem.Question = &brain.Question{Wants: "state"}
		t.say(voice.AskState)
		return nil
	}
	if err != nil {
		return err
	}
	days := strconv.Itoa(d.MaxDays)
	if d.MinDays > 0 && d.MinDays < d.MaxDays {
		days = strconv.Itoa(d.MinDays) + "–" + days
	}
	t.say(voice.DeliveryIs, "state", d.State, "fee", brain.Naira(d.Fee), "days", days, "free", brain.Naira(d.FreeFrom))
	return nil
}

func (t *turn) returns() error {
	t.say(voice.ReturnsAre, "days", count(t.desk.Shop().ReturnDays))
	return nil
}

func (t *turn) payment() error {
	t.say(voice.PayBy, "limit", brain.Naira(t.desk.Shop().CashLimit))
	return nil
}

// sizeHelp tells how to choose a size, and which there are of the product
// talked about.
func (t *turn) sizeHelp() error {
	t.say(voice.SizeAdvice)
	if p, n := t.pick(); n == 1 && p != nil && len(p.Sizes) > 1 {
		t.say(voice.SizesOf, "name", p.Name, "sizes", all(p.Sizes))
	}
	return nil
}

func (t *turn) points() error {
	p, err := t.desk.Points(t.ctx)
	if err != nil {
		return err
	}
	if p.Next == "" || p.ToNext <= 0 {
		t.say(voice.PointsTop, "points", count(p.Balance), "level", p.Level)
		return nil
	}
	next := fmt.Sprintf("%s in %s XP", p.Next, count(p.ToNext))
	t.say(voice.PointsAre, "points", count(p.Balance), "level", p.Level, "next", next)
	return nil
}

func (t *turn) games() error {
	shop := t.desk.Shop()
	t.say(voice.GamesAre, "games", all(shop.Games), "points", count(shop.DailyGamePoints))
	return nil
}
