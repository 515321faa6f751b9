// Package delivery is where the shop delivers, for how much and how fast. It
// knows no order and no database: a state, a subtotal and a moment go in.
//
// Parcels travel on working days, Monday to Friday in Lagos. What is ordered
// after the day's last collection counts from the next working day.
package delivery
