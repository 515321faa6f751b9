package seed

import (
	"fmt"

	"github.com/alexedwards/argon2id"

	"zuka/internal/seed/people"
)

// Account is a person that a developer can sign in as.
type Account struct{ Role, Email, Phone string }

// Password is what every sample account, and everybody else in the sample
// shop who has a password, signs in with.
const Password = "owambe-saturday"

// Accounts are the first people of every sample shop.
var Accounts = [accounts]Account{
	{Role: "customer", Email: "shopper@zuka.example", Phone: "+2348030000001"},
	{Role: "staff", Email: "staff@zuka.example", Phone: "+2348030000002"},
	{Role: "admin", Email: "admin@zuka.example", Phone: "+2348030000003"},
}

// person is who index is; the first few are the sample accounts.
func person(index int) (p people.Person, role string) {
	p, role = people.Make(index), "customer"
	if index < len(Accounts) {
		p.Email, p.Phone, role = Accounts[index].Email, Accounts[index].Phone, Accounts[index].Role
	}
	return p, role
}

// hashing is as costly as the shop's own: signing in as a sample person takes
// what it takes a real one.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// passwordHash is the PHC form of Password. One for all: hashing is slow on
// purpose.
func passwordHash() (string, error) {
	hash, err := argon2id.CreateHash(Password, hashing)
	if err != nil {
		return "", fmt.Errorf("hashing the sample password: %w", err)
	}
	return hash, nil
}
