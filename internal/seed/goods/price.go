package goods

import (
	"math"
	"slices"

	"zuka/internal/seed/dice"
)

// Materials that make a product dearer or cheaper than its cut alone; all others are in the middle.
var (
	dear  = []string{"French lace with sequins", "Handwoven aso-oke", "Full-grain leather", "Adire on silk blend", "Tropical wool blend", "Duchess satin", "Crushed velvet", "Suede", "18k gold-plated brass", "Coral-style glass beads"}
	cheap = []string{"Textured faux leather", "Combed cotton jersey", "Chiffon", "Cotton poplin", "Soft-finish Ankara cotton", "Cotton twill", "Heavy cotton canvas", "Swiss voile lace"}
)

// priceOf places a product between its kind's lowest and highest price, in whole naira as shops round them. The scale
// is geometric, because the step from 10,000 to 20,000 is felt as much as that from 100,000 to 200,000.
func priceOf(r dice.Roll, k Kind, c Cut, f Fabric, tier int) int64 {
	x := 0.32 * dice.New("cut:"+k.Leaf+"/"+c.Name, 0).Float64()
	switch {
	case slices.Contains(dear, f.Name):
		x += 0.22
	case !slices.Contains(cheap, f.Name):
		x += 0.10
	}
	x += 0.17*float64(tier-1) + 0.16*r.Float64()
	raw := float64(k.Low) * math.Pow(float64(k.High)/float64(k.Low), min(x, 1))
	step := int64(500)
	if raw > 50_000 {
		step = 1000
	}
	n := int64(math.Round(raw/float64(step))) * step
	for n < k.Low {
		n += 500
	}
	if n%1000 == 0 && n-100 >= k.Low && r.Chance(55) {
		n -= 100
	}
	return min(n, k.High)
}

// saleOf returns the reduced price of about 18 products in a hundred, 10 to 50 per cent off, and 0 for the rest.
func saleOf(r dice.Roll, price int64) int64 {
	if !r.Chance(18) {
		return 0
	}
	off := []int64{10, 15, 20, 25, 30, 35, 40, 50}[r.Weighted(20, 20, 22, 14, 11, 6, 4, 3)]
	step := int64(100)
	if price >= 20_000 {
		step = 500
	}
	sale := (price*(100-off)/100 + step/2) / step * step
	if sale > price*9/10 {
		sale -= step
	}
	if sale*2 < price {
		sale += step
	}
	return sale
}

// costOf is what the shop itself paid: always less than it takes.
func costOf(r dice.Roll, price, sale int64) int64 {
	cost := float64(price) * (0.40 + 0.22*r.Float64())
	if sale > 0 {
		cost = min(cost, 0.9*float64(sale))
	}
	return int64(cost) / 50 * 50
}
